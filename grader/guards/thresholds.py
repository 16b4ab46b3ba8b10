"""Numbers of the guards, each with what it bounds."""

SALAD_RATE = 0.12  # impossible neighbors a word
UNNATURAL = -0.3  # mean order below which eight neighbors or more are no sentence; 2 % of genuine ones are under -0.15
POOR = 0.15  # mean order up to which a piece beside words in no order is one of them
TOGETHER = -0.02  # mean order of the two, up to which they are
BACKWARD = 0.15  # share of neighbors that stand the other way round in the claim
LONG_STRETCH = 25  # neighbors from which a stretch of three units is judged as one
STRETCH_UNNATURAL, STRETCH_RATE = -0.17, 0.03  # its mean order, or its impossible neighbors a word; 1 in 1,000 genuine
FLOOR = 0.18  # share of a claim's weight that must be denied before anything is called reversed
COVERED = 0.5  # share from which it is called so whatever else the unit denies
HIT = 0.4  # below that share, how much of what the unit denies must be the claim's
ASIDE = 0.35  # share of a claim set aside by "instead of", without another denial
COPY = (0.5, 0.6)  # a copy holds this share of the claim, and this share of it is the claim's
CLOSE_COPY = (0.9, 0.8)  # the same where the unit denies nothing, while the claim does
HELD = 0.6  # share of the claim held alike from which a looser copy is not reversed by one denial
NEAR_COPY = (0.8, 0.8)  # from which one denial more or less reverses it, wherever it stands
LONGEST = 2_000  # characters of a unit that are read; no sentence is longer
