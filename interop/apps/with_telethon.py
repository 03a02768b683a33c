import asyncio
import sys

from telethon import TelegramClient, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

arguments = sys.argv[1:] + ["4430", "chappe-data/keys/public.pem", "9996610001"][len(sys.argv) - 1:]
port, key_file, phone = arguments


async def main():
    with open(key_file, encoding="ascii") as file:
        rsa.add_key(file.read(), old=False)
    session = MemorySession()
    session.set_dc(2, "127.0.0.1", int(port))
    client = TelegramClient(session, 1, "any")
    await client.connect()

    # The code of a test number 99966XYYYY is its digit X, five times. Numbers without an account sign up.
    code = phone[5] * 5
    sent = await client(functions.auth.SendCodeRequest(phone, 1, "any", types.CodeSettings()))
    found = await client(functions.auth.SignInRequest(phone, sent.phone_code_hash, code))
    if isinstance(found, types.auth.AuthorizationSignUpRequired):
        await client(functions.auth.SignUpRequest(phone, sent.phone_code_hash, "Ada", ""))
    message = await client.send_message("me", "Hello from Telethon")
    print(message.text)
    await client.disconnect()


asyncio.run(main())
