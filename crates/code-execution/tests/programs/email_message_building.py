# /// case
# needs = []
# policy = "standard"
# ///
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

message = EmailMessage()
message["Subject"] = "Résumé of the week"
message["From"] = "Reports <reports at example dot com>".replace(" at ", "@").replace(" dot ", ".")
message["Date"] = formatdate(0)
message.set_content("Plain text\nwith two lines\n")
message.add_alternative("<p>HTML text</p>", subtype="html")
message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="data.csv")

print(message.get_content_type(), message.is_multipart(), message["Date"])
for part in message.walk():
    print(" ", part.get_content_type(), part.get_filename())
print(message.get_body(("plain",)).get_content().splitlines())
print([attachment.get_content() for attachment in message.iter_attachments()])
again = message_from_string(message.as_string(), policy=policy.default)
print(again["Subject"], parseaddr(again["From"])[0])
raw = "Subject: hello\nX-Tag: a\nX-Tag: b\n\nbody text"
simple = message_from_string(raw)
print(simple.get_all("X-Tag"), simple.get_payload(), simple["missing"])
