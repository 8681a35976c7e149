"""Sends answers in which each field is of a kind that it should not be."""

import __main__

ODD = (None, True, -5, 10**30, "text", [], {}, [[]], [None], {"odd": [[]]}, {"odd": {"odd": 1}})
turn = [0]


def sent(request):
    turn[0] += 1
    odd, other = ODD[turn[0] % len(ODD)], ODD[(turn[0] // 2) % len(ODD)]
    return {
        "returned": other,
        "names": dict.fromkeys(request["names"], odd) if turn[0] % 3 else odd,
        "batches": odd if turn[0] % 2 else [odd, other],
        "crash": other if turn[0] % 5 else {"type": odd, "message": other, "line": odd},
    }


__main__.ANSWERS["call"] = sent
