# /// case
# needs = []
# policy = "standard"
# ///
from collections import deque

def maxima(values, size):
    window, out = deque(), []
    for i, v in enumerate(values):
        while window and values[window[-1]] <= v:
            window.pop()
        window.append(i)
        if window[0] <= i - size:
            window.popleft()
        if i >= size - 1:
            out.append(values[window[0]])
    return out

print(maxima([1, 3, -1, -3, 5, 3, 6, 7], 3))
def longest_unique(text):
    start, best, last = 0, "", {}
    for i, c in enumerate(text):
        if c in last and last[c] >= start:
            start = last[c] + 1
        last[c] = i
        best = max(best, text[start:i + 1], key=len)
    return best
print(longest_unique("abcabcbb"), longest_unique("pwwkew"))
