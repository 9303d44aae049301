# /// case
# needs = ["PIL"]
# policy = "standard"
# ///
import io
from PIL import Image, ImageDraw, ImageFilter, ImageOps

image = Image.new("RGB", (64, 32), "white")
draw = ImageDraw.Draw(image)
draw.rectangle((4, 4, 27, 27), fill=(200, 30, 30))
draw.line((36, 16, 60, 16), fill="blue", width=2)
print(image.size, image.mode, image.getpixel((10, 10)), image.getpixel((0, 0)))
grey = ImageOps.grayscale(image)
print(grey.mode, grey.getextrema(), sum(grey.histogram()))
small = image.resize((16, 8), Image.Resampling.NEAREST)
print(small.size, small.getpixel((3, 3)))
turned = image.rotate(90, expand=True)
print(turned.size, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).getpixel((63 - 10, 10)))
print(image.crop((4, 4, 28, 28)).getcolors(), ImageOps.invert(image).getpixel((0, 0)))
buffer = io.BytesIO()
image.save(buffer, format="PNG")
again = Image.open(io.BytesIO(buffer.getvalue()))
print(again.format, again.tobytes() == image.tobytes(), grey.filter(ImageFilter.BoxBlur(1)).size)
mask = grey.point(lambda value: 255 if value < 128 else 0)
print(mask.getbbox())
