# /// case
# needs = []
# policy = "standard"
# ///
def gradient(width, height):
    return [[(x / (width - 1) + y / (height - 1)) / 2 for x in range(width)] for y in range(height)]

def floyd_steinberg(image):
    pixels = [row[:] for row in image]
    height, width = len(pixels), len(pixels[0])
    for y in range(height):
        for x in range(width):
            old = pixels[y][x]
            new = float(old >= 0.5)
            error = old - new
            pixels[y][x] = new
            for dx, dy, share in ((1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)):
                if 0 <= x + dx < width and y + dy < height:
                    pixels[y + dy][x + dx] += error * share / 16
    return pixels

def box_blur(image, radius=1):
    height, width = len(image), len(image[0])
    out = []
    for y in range(height):
        row = []
        for x in range(width):
            near = [image[j][i] for j in range(max(0, y - radius), min(height, y + radius + 1))
                    for i in range(max(0, x - radius), min(width, x + radius + 1))]
            row.append(sum(near) / len(near))
        out.append(row)
    return out

image = gradient(32, 10)
dithered = floyd_steinberg(image)
print("\n".join("".join("#" if pixel else "." for pixel in row) for row in dithered))
mean = sum(map(sum, image)) / 320
print("brightness is kept:", abs(sum(map(sum, dithered)) / 320 - mean) < 0.03)
shades = " .:-=+*#%@"
print("\n".join("".join(shades[int(pixel * 9.99)] for pixel in row[::4]) for row in box_blur(dithered)[::3]))
