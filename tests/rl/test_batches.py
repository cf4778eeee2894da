from autoforge_rl.batches import pad
from autoforge_rl.rollouts import Assignment, Rollout
from autoforge_rl.token_stream import Segment


def rollout(*segments: Segment) -> Rollout:
    return Rollout(Assignment("e", "t", 0), "t", segments, 1.0, False, "", "terminated", 1)


def test_each_segment_is_a_row_that_knows_its_rollout() -> None:
    first = Segment().with_given([5, 6]).with_sampled([7, 8], [-0.5, -1.0], 0, 0)
    second = Segment().with_given([5]).with_sampled([9], [-2.0], 1, 0)
    rows = pad([rollout(first, second), rollout(), rollout(second)], padding_id=3)
    assert rows.ids_BT.tolist() == [[5, 6, 7, 8], [5, 9, 3, 3], [5, 9, 3, 3]]
    assert rows.turns_BT.tolist() == [[-1, -1, 0, 0], [-1, 1, -1, -1], [-1, 1, -1, -1]]
    assert rows.mask_BT.tolist() == (rows.turns_BT >= 0).tolist()
    assert rows.sampler_log_probs_BT[0].tolist() == [0, 0, -0.5, -1.0]
    assert rows.rollouts_B.tolist() == [0, 0, 2]


def test_a_segment_in_which_nothing_was_sampled_has_no_row() -> None:
    rows = pad([rollout(Segment().with_given([1, 2]))], padding_id=0)
    assert rows.ids_BT.shape == (0, 0)
    assert rows.rollouts_B.tolist() == []
