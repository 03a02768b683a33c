"""Unmodified Telethon clients of the server at PORT (the first argument of a script), whose key is in a file (the second)."""

import inspect
import sys

from telethon import TelegramClient, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

PORT = int(sys.argv[1])
with open(sys.argv[2], encoding="ascii") as file:
    rsa.add_key(file.read(), old=False)


async def sign_up(phone, name):
    session = MemorySession()
    session.set_dc(2, "127.0.0.1", PORT)
    client = TelegramClient(session, 1, "interop")
    await client.connect()
    sent = await client(functions.auth.SendCodeRequest(phone, 1, "interop", types.CodeSettings()))
    await client(functions.auth.SignInRequest(phone, sent.phone_code_hash, phone[5] * 5))
    authorization = await client(functions.auth.SignUpRequest(phone, sent.phone_code_hash, name, ""))
    signed_in = client._on_login(authorization.user)
    if inspect.isawaitable(signed_in):
        await signed_in
    return client
