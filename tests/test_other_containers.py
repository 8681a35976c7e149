"""Scripts whose weights, records, learnrate or epochs are kept in ways of their own.

Right ones are in scripts/right/ and get full marks; here each has one slip, which costs one check
and is told in its line.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.verdict import Outcome
from forms import graded

RIGHT = Path(__file__).with_name("scripts") / "right"

SLIPS = {
    ("looks_at_many_records_first", "(target - out) * out * (1 - out)", "(target - out) * out"):
        "output_error_term",
    ("looks_at_many_records_first", "dw += np.outer", "dw = np.outer"): "summed_over_records",
    ("a_rate_that_is_a_whole_number", "(y - out) * out * (1 - out)", "(y - out) * out"):
        "output_error_term",
    ("a_rate_that_is_a_whole_number", "2 * a.T.dot(term) / 360", "2 * a.T.dot(term)"):
        "both_layers_updated",
    ("all_put_together_and_split_anew", "v) * a * (1 - a)", "v) * a"): "hidden_error_term",
    ("three_hundred_to_learn_from", "out * (1 - out)", "out"): "output_error_term",
    ("units_with_their_inputs", "* unit.output * (1 - unit.output)", "* unit.output"):
        "hidden_error_term",
    ("a_row_for_each_epoch", "(y - out) * out * (1 - out)", "(y - out) * out"):
        "output_error_term",
    ("a_row_for_each_epoch", "rate * x.T @ back / len(x)", "rate * x.T @ back"):
        "both_layers_updated",
    ("every_network_of_accumulate", "delta * v * a * (1 - a)", "delta * v * a"):
        "hidden_error_term",
    ("every_network_of_accumulate", "learnrate * step / len(training)", "learnrate * step"):
        "update_weights",
    ("no_flags_for_ranks", "(t - y) * y * (1 - y)", "(t - y) * y"): "output_error_term",
    ("no_flags_for_ranks", "pace * step / len(t)", "pace * step"): "both_layers_updated",
    ("a_list_for_each_column", "* a * (1 - a)", "* a"): "hidden_error_term",
    ("a_list_for_each_column", "(admit[i] - y) * y * (1 - y)", "(admit[i] - y) * y"):
        "output_error_term",
    ("a_vector_for_each_input", "error * y * (1 - y)", "error * y"): "output_error_term",
    ("groups_by_rank", "(t - y) * y * (1 - y)", "(t - y) * y"): "output_error_term",
    ("groups_by_rank", "step_w += x.T", "step_w = x.T"): "summed_over_records",
    ("batches_in_two_lists", "w_out) * hidden * (1 - hidden)", "w_out) * hidden"):
        "hidden_error_term",
    ("turns_written_as_360", "delta = (y[i] - out) * out * (1 - out)", "delta = (y[i] - out)"):
        "output_error_term",
    ("a_split_by_the_seed_of_data_prep", "v.T * a * (1 - a)", "v.T * a"): "hidden_error_term",
    ("a_share_for_each_record", "share * missing * p * (1 - p)", "share * missing * p"):
        "output_error_term",
    ("ranks_looked_up", "guess * (1 - guess)", "guess"): "output_error_term",
    ("ranks_looked_up", "of_ranks[place]", "of_ranks[place - 1]"): "hidden_input",
    ("ranks_looked_up", "learnrate * step / len(admitted)", "learnrate * step"):
        "both_layers_updated",
    ("flags_are_looked_over", "(admit - y) * y * (1 - y)", "(admit - y) * y"):
        "output_error_term",
    ("all_weights_in_one_row", "g = r * o * (1 - o)", "g = r * o"): "output_error_term",
    ("all_weights_in_one_row", "v * a * (1 - a))", "v * a)"): "hidden_error_term",
    ("names_for_each_unit", "delta = err*out*(1-out)", "delta = err*out"): "output_error_term",
    ("names_for_each_unit", "learnrate*dw_h1/n", "learnrate*dw_h1"): "both_layers_updated",
    ("a_number_for_each_connection", "* guess * (1 - guess)", "* guess"): "output_error_term",
    ("a_number_for_each_connection", "unit_steps[i, u] +=", "unit_steps[i, u] ="):
        "summed_over_records",
    ("neurons_as_objects", "+= self.__errorTerm", "= self.__errorTerm"): "summed_over_records",
    ("neurons_as_objects", "* (1.0 - self.__output)", ""): "output_error_term",
    ("chosen_by_their_numbers", "* hid * (1 - hid)", "* hid"): "hidden_error_term",
    ("chosen_by_their_numbers", "acc_ho / len(tr)", "acc_ho"): "both_layers_updated",
    ("chosen_by_their_numbers", "for k in tr:", "for k in te:"): "summed_over_records",
    ("flagged_and_counted_by_numpy", "hidden * (1 - hidden)", "hidden"): "hidden_error_term",
    ("flagged_and_counted_by_numpy", ".T.dot(hidden_delta) / m", ".T.dot(hidden_delta)"):
        "both_layers_updated",
    ("layers_of_an_enumeration", "* (1 - act[layer])", ""): "output_error_term",
    ("asked_of_a_generator_with_its_rate", "o * (1 - o)", "o"): "output_error_term",
    ("a_state_for_each_epoch", "v * a * (1 - a)", "v * a"): "hidden_error_term",
    ("settings_read_as_json", "* out * (1 - out)", "* out"): "output_error_term",
    ("settings_read_as_json", "X.T @ hid_term / len(X)", "X.T @ hid_term"): "both_layers_updated",
    ("targets_in_named_tuples", "step_size * sum_in / len(train)", "step_size * sum_in"):
        "both_layers_updated",
    ("records_as_objects", "v[j] * hidden[j] * (1 - hidden[j])", "v[j] * hidden[j]"):
        "hidden_error_term",
    ("records_as_objects", "dw[j][i] += share", "dw[j][i] = share"): "summed_over_records",
    ("a_part_of_what_it_imports", "W2.T) * hidden * (1 - hidden)", "W2.T) * hidden"):
        "hidden_error_term",
    ("a_share_of_what_it_imports", "dv/len(X_train)", "dv/len(X)"): "both_layers_updated",
    ("matrices_of_the_lesson", "error * out * (1 - out)", "error * out"): "output_error_term",
    ("matrices_of_the_lesson", "(a.T @ d_out) / features.shape[0]", "(a.T @ d_out)"):
        "both_layers_updated",
    ("units_and_applicants_as_objects", "+= self.term * self.incoming",
     "= self.term * self.incoming"): "summed_over_records",
    ("folds_and_a_last_fit", "do[:, None] * v * a * (1 - a)", "do[:, None] * v * a"):
        "hidden_error_term",
    ("a_name_twice_over", '"r,rh->h", term, a) / len(x)', '"r,rh->h", term, a)'):
        "both_layers_updated",
    ("a_list_of_weights_after_each_epoch", "term * v * h * (1 - h)", "term * v * h"):
        "hidden_error_term",
    ("a_network_after_each_epoch", "d * net.v * a * (1 - a)", "d * net.v * a"):
        "hidden_error_term",
    ("five_folds_and_a_fit_on_all", "w2[None, :] * a * (1 - a)", "w2[None, :] * a"):
        "hidden_error_term",
    ("parsed_by_hand_with_flags_for_targets", "difference * output * (1 - output)",
     "difference * output"): "output_error_term",
    ("prepared_by_data_prep_itself", "(y - y_hat) * y_hat * (1 - y_hat)", "(y - y_hat) * y_hat"):
        "output_error_term",
    ("epochs_in_blocks", "e * w2 * h * (1 - h)", "e * w2 * h"): "hidden_error_term",
    ("a_toy_problem_first", "W * a * (1 - a)", "W * a"): "hidden_error_term",
    ("asks_whether_to_go_on_by_learning", "learnrate * sum_hidden / len(records)",
     "learnrate * sum_hidden"): "both_layers_updated",
    ("counts_down_in_an_object", "surprise * x2 * (1 - x2)", "surprise * x2"): "output_error_term",
    ("calls_itself_with_what_came_of_an_epoch", "w1 + rate * sum1 / n", "w1 + rate * sum1"):
        "both_layers_updated",
    ("flags_among_the_imported", "diff = b - p", "diff = p - b"): "error",
    ("a_sample_of_the_imported", "resid * pred * (1 - pred)", "resid * pred"):
        "output_error_term",
    ("a_sample_of_the_imported", "shared * act * (1 - act)", "shared * act"): "hidden_error_term",
    ("a_sample_of_the_imported", "feat.T.dot(hidden_term)", "feat.T.dot(shared)"):
        "del_w_input_hidden",
    ("triples_with_an_id", "acc2 = acc2 + out_delta", "acc2 = out_delta"): "summed_over_records",
    ("lists_of_arrays", "d * W2 * h * (1 - h)", "d * W2 * h"): "hidden_error_term",
    ("a_choice_with_its_gradient_checked", "u += rate * du / len(t)", "u += rate * du"):
        "both_layers_updated",
    ("trained_twice_by_one_function", "d1 = e1 * a1 * (1 - a1)", "d1 = e1 * a1"):
        "hidden_error_term",
    ("rows_of_a_shuffled_frame", "d2 += h * o_err", "d2 = h * o_err"): "summed_over_records",
    ("python_with_one_name_of_the_lesson", "output_sum[u] += out", "output_sum[u] = out"):
        "summed_over_records",
    ("a_generator_without_end", "W.T * hid * (1 - hid)", "W.T * hid"): "hidden_error_term",
    ("a_generator_without_end", "w + learnrate * (X", "w - learnrate * (X"): "both_layers_updated",
    ("arrays_of_python", "hid[j] * (1.0 - hid[j])", "hid[j]"): "hidden_error_term",
    ("arrays_of_python", "e * out * (1.0 - out)", "e * out"): "output_error_term",
    ("units_that_keep_what_arrived", "error * self.value * (1", "error * (1"):
        "output_error_term",
    ("units_that_keep_what_arrived", "self.steps[k] += self", "self.steps[k] = self"):
        "summed_over_records",
    ("records_in_columns", "output_error_term * hidden_output", "error * hidden_output"):
        "del_w_hidden_output",
    ("pairs_of_columns", "(y - out) * out * (1 - out)", "(y - out) * out"): "output_error_term",
    ("pairs_of_columns", "w + eta * t / len(data)", "w + eta * t"): "update_weights",
    ("prepared_with_an_axis_more", "answer * (1 - answer)", "answer"): "output_error_term",
    ("recursion_with_a_default", "v) * h * (1 - h)", "v) * h"): "hidden_error_term",
    ("columns_under_keys", "(t - o) * o * (1 - o)", "(t - o) * o"): "output_error_term",
}  # fmt: skip


@pytest.mark.parametrize(("script", "right", "wrong"), SLIPS, ids=lambda text: text[:40])
def test_one_slip_costs_one_check(script: str, right: str, wrong: str) -> None:
    """It is found whatever holds the numbers that it spoils."""
    source = (RIGHT / f"{script}.py").read_text("utf-8")
    assert source.count(right) == 1
    line = source[: source.index(right)].count("\n") + 1
    report = graded(source.replace(right, wrong))
    [finding] = [each for each in report.findings if each.outcome is Outcome.FAILED]
    assert finding.check == SLIPS[script, right, wrong]
    assert finding.line == (0 if "for k in te" in wrong else line)


@pytest.mark.parametrize(
    "changes",
    [
        {"y_val - f(f(X_val": "y - f(f(X"},
        {"zip(X_train, y_train)": "zip(X, y)", "len(X_train)": "len(X)", "val": "train"},
    ],
    ids=["losses of all of it", "all of it is learned from"],
)
def test_a_share_beside_the_whole_may_be_what_is_learned_from(changes: dict[str, str]) -> None:
    """Or the whole may be: which of them it is shows in the weights alone."""
    source = (RIGHT / "a_share_of_what_it_imports.py").read_text("utf-8")
    head, loop, rest = source.partition("epochs, learnrate")
    for own, other in changes.items():
        assert own in rest
        rest = rest.replace(own, other)
    assert graded(head + loop + rest).full_marks


def test_a_number_of_epochs_of_its_own_is_the_one_that_it_says() -> None:
    """It counts them itself; where it says 700 and stops after 70, that costs one check."""
    source = (RIGHT / "an_iterator_of_epochs.py").read_text("utf-8")
    assert source.count("self.epoch == self.epochs") == 1
    report = graded(source.replace("self.epoch == self.epochs", "self.epoch == 70"))
    [finding] = [each for each in report.findings if each.outcome is Outcome.FAILED]
    assert (report.score, finding.check) == (98, "every_epoch")


def test_one_that_stops_early_has_no_number_of_its_own() -> None:
    """It ends after fewer epochs with some records than with others."""
    source = (RIGHT / "counts_down_in_an_object.py").read_text("utf-8")
    for own, other in {
        "        self.left = readings\n": "        self.left, self.off = readings, 1.0\n",
        "if not self.left:": "if not self.left or self.off < 0.001:",
        "        self.left -= 1\n": "        self.left -= 1\n        self.off = surprise**2\n",
    }.items():
        assert source.count(own) == 1
        source = source.replace(own, other)
    lost = [each for each in graded(source).findings if each.points < each.max_points]
    assert [each.check for each in lost] == ["every_epoch"]


def test_a_learnrate_that_decays_where_it_is_read_is_none() -> None:
    """The grader's takes its place as it is read first, and gets smaller as the script's own."""
    source = (RIGHT / "settings_read_as_json.py").read_text("utf-8")
    head = 'for epoch in range(settings["epochs"]):\n'
    assert source.count(head) == 1
    decaying = source.replace(head, f'{head}    settings["learning_rate"] *= 0.99\n')
    assert not graded(decaying).full_marks


def test_what_is_printed_before_a_split_is_heard_once() -> None:
    """Where a script is rehearsed a second time, with more records, that is not told."""
    source = (RIGHT / "a_share_of_what_it_imports.py").read_text("utf-8")
    before = "np.random.seed(1)\n"
    assert source.count(before) == 1
    report = graded(source.replace(before, f"print('here it begins')\n{before}"))
    assert report.full_marks
    assert report.printed.count("here it begins") == 1


UNSCALED = {
    "no_flags_for_ranks": (".apply(lambda s: (s - s.mean()) / s.std())", ""),
    "a_list_for_each_column": ("return [(v - mean) / spread for v in values]", "return values"),
    "batches_in_two_lists": ("(gre - gre.mean()) / gre.std(), (gpa - gpa.mean()) / gpa.std()",
                             "gre, gpa"),
    "a_mask_of_ones_and_zeros": ("z = (table - table.mean()) / table.std()", "z = table"),
}  # fmt: skip


@pytest.mark.parametrize("script", UNSCALED)
def test_scores_of_no_size_for_a_sigmoid_are_seen_however_they_are_kept(script: str) -> None:
    """The network learns next to nothing from them: that costs one check."""
    right, wrong = UNSCALED[script]
    source = (RIGHT / f"{script}.py").read_text("utf-8")
    assert source.count(right) == 1
    report = graded(source.replace(right, wrong))
    [finding] = [each for each in report.findings if each.outcome is Outcome.FAILED]
    assert finding.check == "every_epoch"
    assert "gre reaches your network as numbers" in finding.saw
