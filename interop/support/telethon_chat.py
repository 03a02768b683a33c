"""Two unmodified Telethon clients sign up and chat: telethon_chat.py PORT PUBLIC_KEY_FILE; prints what they saw as JSON."""

import asyncio
import json

from telethon import events, functions, types

from telethon_user import sign_up


async def main():
    tess = await sign_up("9996610008", "Tess")
    theo = await sign_up("9996620008", "Theo")
    await theo(functions.account.UpdateUsernameRequest("theo_telethon"))
    update = asyncio.get_running_loop().create_future()

    @theo.on(events.NewMessage)
    async def on_message(event):
        if not update.done():
            update.set_result(event.raw_text)

    await tess.send_message("theo_telethon", "from Telethon")
    seen = await asyncio.wait_for(update, 20)
    history = [message.text for message in await tess.get_messages("theo_telethon", limit=5)]
    dialogs = [dialog.message.text for dialog in await theo.get_dialogs()]
    theo_id = (await theo.get_me()).id
    mention = await tess.send_message("theo_telethon", f"[you](tg://user?id={theo_id})")
    mentioned = [type(entity).__name__ for entity in mention.entities]
    archived_peer = (await theo.get_dialogs())[0].input_entity
    await theo.edit_folder(archived_peer, 1)
    main_list = [dialog.message.text for dialog in await theo.get_dialogs(archived=False)]
    archive = [dialog.message.text for dialog in await theo.get_dialogs(archived=True)]
    found = {"seen": seen, "history": history, "dialogs": dialogs, "mentioned": mentioned}
    print(json.dumps({**found, "main_list": main_list, "archive": archive}))
    await tess.disconnect()
    await theo.disconnect()


asyncio.run(asyncio.wait_for(main(), 50))
