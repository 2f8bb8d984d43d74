//! On NeXosim: the system is one model, each pending event a keyed event that it sends itself. A year is a day of
//! NeXosim's, whose clock counts nanoseconds.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{EventKey, Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::definition::{Figures, YEARS};
use crate::system::{Event, System, Tool};

const SECONDS_A_YEAR: f64 = 86_400.0;

type Shared = Arc<Mutex<Option<System<EventKey>>>>;

#[derive(Serialize, Deserialize)]
struct Care {
    /// Taken back after the run.
    #[serde(skip)]
    system: Shared,
}

struct Now<'a>(&'a Context<Care>);

impl Tool for Now<'_> {
    type Key = EventKey;

    fn now(&self) -> f64 {
        self.0.time().duration_since(MonotonicTime::EPOCH).as_secs_f64() / SECONDS_A_YEAR
    }

    fn after(&mut self, years: f64, event: Event) -> EventKey {
        // It takes no event at the present instant.
        let delay = Duration::from_secs_f64(years * SECONDS_A_YEAR).max(Duration::from_nanos(1));
        self.0
            .schedule_keyed_event(delay, schedulable!(Care::happen), event)
            .expect("later than now")
    }

    fn cancel(&mut self, key: EventKey) {
        key.cancel();
    }
}

#[Model]
impl Care {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        let mut system = self.system.lock().expect("nobody panicked");
        system.as_mut().expect("it is taken after the run").begin(&mut Now(context));
    }

    #[nexosim(schedulable)]
    async fn happen(&mut self, event: Event, context: &Context<Self>) {
        let mut system = self.system.lock().expect("nobody panicked");
        let system = system.as_mut().expect("it is taken after the run");
        system.happen(&mut Now(context), event);
    }
}

/// One replication at `scale`.
pub fn replicate(seed: u64, replication: u64, scale: u32) -> Figures {
    let system = Arc::new(Mutex::new(Some(System::new(seed, replication, scale))));
    let care = Care { system: Arc::clone(&system) };
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(care, Mailbox::new(), "care")
        .init(MonotonicTime::EPOCH)
        .expect("a model of one part");
    simulation
        .step_until(Duration::from_secs_f64(YEARS * SECONDS_A_YEAR))
        .expect("no model fails");
    let system = system.lock().expect("nobody panicked").take();
    system.expect("the run has ended").figures()
}
