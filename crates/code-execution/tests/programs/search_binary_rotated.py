# /// case
# needs = []
# policy = "standard"
# ///
def search_rotated(values, target):
    low, high = 0, len(values) - 1
    while low <= high:
        middle = (low + high) // 2
        if values[middle] == target:
            return middle
        if values[low] <= values[middle]:
            if values[low] <= target < values[middle]:
                high = middle - 1
            else:
                low = middle + 1
        elif values[middle] < target <= values[high]:
            low = middle + 1
        else:
            high = middle - 1
    return -1

def integer_root(n, k):
    low, high = 0, n + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle ** k <= n:
            low = middle
        else:
            high = middle
    return low

def smallest_capacity(weights, days):
    low, high = max(weights), sum(weights)
    while low < high:
        middle = (low + high) // 2
        needed, load = 1, 0
        for weight in weights:
            if load + weight > middle:
                needed, load = needed + 1, 0
            load += weight
        if needed <= days:
            high = middle
        else:
            low = middle + 1
    return low

rotated = [15, 18, 21, 27, 2, 3, 6, 12]
print([search_rotated(rotated, value) for value in (*rotated, 1, 40)])
print(integer_root(10 ** 12, 2), integer_root(10 ** 30, 3), integer_root(7, 2))
print(smallest_capacity([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5), smallest_capacity([3, 2, 2, 4, 1, 4], 3))
assert all(search_rotated(rotated, v) == i for i, v in enumerate(rotated))
