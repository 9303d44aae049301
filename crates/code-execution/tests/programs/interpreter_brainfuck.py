# /// case
# needs = []
# policy = "standard"
# ///
def compile_jumps(source):
    stack, jumps = [], {}
    for position, symbol in enumerate(source):
        if symbol == "[":
            stack.append(position)
        elif symbol == "]":
            if not stack:
                raise SyntaxError(f"']' without '[' at {position}")
            start = stack.pop()
            jumps[start], jumps[position] = position, start
    if stack:
        raise SyntaxError(f"'[' without ']' at {stack[-1]}")
    return jumps

def run(source, given="", limit=200_000):
    source = [symbol for symbol in source if symbol in "+-<>[].,"]
    jumps, tape, pointer, position, out = compile_jumps(source), [0] * 300, 0, 0, []
    given = iter(given)
    for step in range(limit):
        if position == len(source):
            return "".join(out), step
        match source[position]:
            case "+":
                tape[pointer] = (tape[pointer] + 1) % 256
            case "-":
                tape[pointer] = (tape[pointer] - 1) % 256
            case ">":
                pointer += 1
            case "<":
                pointer -= 1
            case ".":
                out.append(chr(tape[pointer]))
            case ",":
                tape[pointer] = ord(next(given, "\0"))
            case "[" if tape[pointer] == 0:
                position = jumps[position]
            case "]" if tape[pointer]:
                position = jumps[position]
        position += 1
    raise RuntimeError("too many steps")

hello = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+."
print(run(hello))
print(run(",[.,]", "echo"), run(",>,<[->+<]>.", "\x20\x21")[0])
for broken in ("[[]", "]", "+[]"):
    try:
        run(broken, limit=1000)
    except (SyntaxError, RuntimeError) as error:
        print(type(error).__name__, error)
