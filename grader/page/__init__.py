"""The quiz page: the lesson, an editor, the steps and a training to watch, on one machine.

    folder.py          the learner's files: the disk is the truth, and nothing is lost
    guard.py           who may ask: this machine's own page, and nobody else
    sheet.py           one lesson: its files, its steps, its solution
    app.py             what can be asked
    judge_process.py   the server's handle on the one warm process that judges and trains
    judge.py           that process
    training.py        the program trained on its own data, as long as one likes to watch
    told.py            a report in the words of `grade check`
    serving.py         a server until Ctrl-C

Starlette and uvicorn come with the extra [page]; nothing else of the grader imports this folder.
"""
