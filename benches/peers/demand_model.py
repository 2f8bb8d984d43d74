"""The public demand model for looked-after children in Python, cs-demand-model: its one deterministic run of five years.

Prints the seconds of processor time that the steps of the prediction take, day by day as its command line takes them;
reading a council's returns, which comes before, is left out. The council has 820 children, spread evenly over its
states; what is done in a day does not depend on how many children there are, only on the number of states.
"""

import time
from datetime import date

import pandas as pd
from cs_demand_model import ModelPredictor
from cs_demand_model.config import Config
from cs_demand_model.prediction import ageing_out, combine_rates

CHILDREN, DAYS = 820, 5 * 365 + 1
# Moves between placements and exits a day, about one a child in two years each.
RATE = 0.7 / 365


def index(pairs: list[tuple[tuple, tuple]]) -> pd.MultiIndex:
    """An index of transitions, whose levels are states and so tuples themselves."""
    levels = [pd.Index([pair[end] for pair in pairs], tupleize_cols=False) for end in (0, 1)]
    return pd.MultiIndex.from_arrays(levels, names=["from", "to"])


def main() -> None:
    """Predicts and prints."""
    config = Config()
    brackets = {age: list(age.placement_categories) for age in config.AgeBrackets}
    states = [(age.name, place.name) for age, places in brackets.items() for place in places]
    moves = [((age.name, a.name), (age.name, b.name)) for age, places in brackets.items() for a in places for b in places if a != b]
    exits = [(state, ()) for state in states]
    rates = pd.Series(RATE, index=index(moves + exits))
    entries = pd.Series(CHILDREN * RATE / len(states), index=index([((), state) for state in states]))
    stock = pd.Series(CHILDREN / len(states), index=pd.Index(states, tupleize_cols=False))
    predictor = ModelPredictor(stock, combine_rates(rates, ageing_out(config)), entries, date(2017, 3, 31))
    begin = time.process_time()
    predicted = predictor.predict(DAYS)
    seconds = time.process_time() - begin
    assert len(predicted) == DAYS
    print(f"{seconds:.2f} {predicted.iloc[-1].sum():.0f}")


if __name__ == "__main__":
    main()
