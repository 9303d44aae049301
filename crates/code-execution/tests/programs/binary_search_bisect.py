# /// case
# needs = []
# policy = "standard"
# ///
from bisect import bisect_left, bisect_right, insort

scores = [33, 60, 60, 71, 85, 99]
print(bisect_left(scores, 60), bisect_right(scores, 60))
insort(scores, 70)
print(scores)

def grade(score, breakpoints=(60, 70, 80, 90), letters="FDCBA"):
    return letters[bisect_right(breakpoints, score)]

print([grade(s) for s in (33, 99, 77, 70, 89, 90, 100)])
