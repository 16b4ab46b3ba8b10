"""What candidates say in the toy problem, and what is looked at in a session."""

SCOPE = "I would find out who writes the letters before designing anything at all, since that decides the whole thing."
MEASURE = "We count how many letters land in the correct drawer, and that share is the number I would show to my boss."
MET = "Our quality number is the share of letters that reach the proper, right drawer, measured daily."
VAGUE = "One could look at the letters from many sides, and some sides would be more useful to us than other sides."


def kinds(session, start=0):
    return [recorded.event.kind for recorded in session.events[start:]]


def last(session):
    return session.events[-1].event
