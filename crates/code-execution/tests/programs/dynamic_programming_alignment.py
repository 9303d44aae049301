# /// case
# needs = []
# policy = "standard"
# ///
def align(a, b, match=2, mismatch=-1, gap=-2):
    rows, columns = len(a) + 1, len(b) + 1
    score = [[0] * columns for _ in range(rows)]
    for i in range(rows):
        score[i][0] = i * gap
    for j in range(columns):
        score[0][j] = j * gap
    for i in range(1, rows):
        for j in range(1, columns):
            diagonal = score[i - 1][j - 1] + (match if a[i - 1] == b[j - 1] else mismatch)
            score[i][j] = max(diagonal, score[i - 1][j] + gap, score[i][j - 1] + gap)
    top, bottom, i, j = "", "", len(a), len(b)
    while i or j:
        step = match if i and j and a[i - 1] == b[j - 1] else mismatch
        if i and j and score[i][j] == score[i - 1][j - 1] + step:
            i, j = i - 1, j - 1
            top, bottom = a[i] + top, b[j] + bottom
        elif i and score[i][j] == score[i - 1][j] + gap:
            i -= 1
            top, bottom = a[i] + top, "-" + bottom
        else:
            j -= 1
            top, bottom = "-" + top, b[j] + bottom
    return score[-1][-1], top, bottom

for pair in [("GATTACA", "GCATGCU"), ("ACCTGAG", "ACTGAG"), ("", "AC")]:
    value, top, bottom = align(*pair)
    bars = "".join("|" if x == y else " " for x, y in zip(top, bottom))
    print(value)
    print(f"  [{top}]\n  [{bars}]\n  [{bottom}]")
