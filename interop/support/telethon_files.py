"""Two unmodified Telethon clients pass files on: telethon_files.py PORT PUBLIC_KEY_FILE; prints what they saw as JSON."""

import asyncio
import hashlib
import io
import json
import random

from telethon import functions, types

from telethon_user import sign_up


def digest(content):
    return hashlib.sha256(content).hexdigest()


async def main():
    tess = await sign_up("9996610028", "Tess")
    theo = await sign_up("9996620028", "Theo")
    await theo(functions.account.UpdateUsernameRequest("theo_files"))
    content = random.Random(15).randbytes(3 * 1_048_576 + 77)
    file = io.BytesIO(content)
    file.name = "yearly report.bin"
    await tess.send_file("theo_files", file, caption="a file", force_document=True)
    voice = io.BytesIO(b"OggS" + bytes(500))
    voice.name = "voice.ogg"
    said = await tess.send_file("theo_files", voice, voice_note=True)
    peer = (await theo.get_dialogs())[0].input_entity
    message = next(one for one in await theo.get_messages(peer, limit=5) if one.text == "a file")
    downloaded = await theo.download_media(message, bytes)
    parts = [part async for part in theo.iter_download(message.media, offset=1_048_576, limit=2)]
    found = await theo.get_messages(peer, limit=5, search="yearly", filter=types.InputMessagesFilterDocument)
    unheard = (await theo.get_messages(peer, limit=1))[0]
    await theo(functions.messages.ReadMessageContentsRequest([unheard.id]))
    heard = (await tess.get_messages("theo_files", ids=said.id)).media_unread
    shown = {"name": message.file.name, "size": message.file.size, "same": digest(downloaded) == digest(content)}
    middle = b"".join(parts) == content[1_048_576 : 1_048_576 + sum(map(len, parts))]
    listened = [bool(unheard.voice), unheard.media_unread, heard]
    print(json.dumps({**shown, "middle": middle, "found": [one.text for one in found], "listened": listened}))
    await tess.disconnect()
    await theo.disconnect()


asyncio.run(asyncio.wait_for(main(), 50))
