# /// case
# needs = []
# policy = "standard"
# ///
import heapq

graph = {"A": {"B": 7, "C": 9, "F": 14}, "B": {"A": 7, "C": 10, "D": 15}, "C": {"A": 9, "B": 10, "D": 11, "F": 2},
         "D": {"B": 15, "C": 11, "E": 6}, "E": {"D": 6, "F": 9}, "F": {"A": 14, "C": 2, "E": 9}}

def shortest(start, goal):
    queue, seen = [(0, start, [start])], set()
    while queue:
        cost, node, path = heapq.heappop(queue)
        if node == goal:
            return cost, path
        if node in seen:
            continue
        seen.add(node)
        for neighbour, weight in graph[node].items():
            heapq.heappush(queue, (cost + weight, neighbour, path + [neighbour]))
    return None

for goal in "BCDEF":
    cost, path = shortest("A", goal)
    print(goal, cost, "->".join(path))
