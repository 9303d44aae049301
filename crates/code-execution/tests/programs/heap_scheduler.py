# /// case
# needs = []
# policy = "standard"
# ///
import heapq

tasks = [(3, "write"), (1, "plan"), (2, "design"), (5, "ship"), (4, "test")]
heap = []
for task in tasks:
    heapq.heappush(heap, task)
while heap:
    priority, name = heapq.heappop(heap)
    print(priority, name)
print(heapq.nlargest(2, [7, 1, 9, 4]), heapq.nsmallest(2, tasks), list(heapq.merge([1, 4], [2, 3, 9])))
