//! On ixa: a plan for each pending event, the system in a data plugin.

use ixa::prelude::*;

use crate::definition::{Figures, YEARS};
use crate::system::{Event, System, Tool};

type PlanId = ixa::PlanId;

define_data_plugin!(Care, Option<Box<System<PlanId>>>, None);

impl Tool for Context {
    type Key = PlanId;

    fn now(&self) -> f64 {
        self.get_current_time()
    }

    fn after(&mut self, years: f64, event: Event) -> PlanId {
        let at = self.get_current_time() + years;
        self.add_plan(at, move |context| happen(context, event))
    }

    fn cancel(&mut self, key: PlanId) {
        self.cancel_plan(&key);
    }
}

fn happen(context: &mut Context, event: Event) {
    let mut system = context.get_data_mut(Care).take().expect("the system is there between events");
    system.happen(context, event);
    *context.get_data_mut(Care) = Some(system);
}

/// One replication at `scale`.
pub fn replicate(seed: u64, replication: u64, scale: u32) -> Figures {
    let mut context = Context::new();
    let mut system = Box::new(System::new(seed, replication, scale));
    context.set_start_time(0.0);
    system.begin(&mut context);
    *context.get_data_mut(Care) = Some(system);
    context.add_plan(YEARS, Context::shutdown);
    context.execute();
    context.get_data_mut(Care).take().expect("the system is there after the run").figures()
}
