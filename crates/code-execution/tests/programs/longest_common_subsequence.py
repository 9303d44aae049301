# /// case
# needs = []
# policy = "standard"
# ///
def lcs(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + a[i]
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]

print(lcs("AGGTAB", "GXTXAYB"), lcs("abcde", "xyz") or "-", lcs("nematode knowledge", "empty bottle"))
