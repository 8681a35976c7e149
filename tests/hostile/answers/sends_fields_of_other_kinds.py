"""Sends answers in which each field is of a kind that it should not be."""

import __main__

ODD = (None, True, -5, 10**30, "text", [], {}, [[]], [None], {"odd": [[]]}, {"odd": {"odd": 1}})
turn = [0]


def sent(request):
    answers = [one(call) for call in request["calls"]]
    return {"answers": answers if turn[0] % 7 else ODD[turn[0] % len(ODD)]}


def one(call):
    turn[0] += 1
    odd, other = ODD[turn[0] % len(ODD)], ODD[(turn[0] // 2) % len(ODD)]
    answer = {
        "returned": other,
        "names": dict.fromkeys(call["names"], odd) if turn[0] % 3 else odd,
        "batches": odd if turn[0] % 2 else [odd, other],
        "crash": other if turn[0] % 5 else {"type": odd, "message": other, "line": odd},
    }
    return answer if turn[0] % 11 else odd


__main__.ANSWERS["call"] = sent
