"""An unmodified Telethon client talks to @tea_bot: telethon_bots.py PORT PUBLIC_KEY_FILE; prints what it saw as JSON."""

import asyncio
import json

from telethon import events, functions

from telethon_user import sign_up


async def main():
    tess = await sign_up("9996620062", "Tess")
    came = []
    edited = []

    @tess.on(events.NewMessage)
    async def on_message(event):
        came.append(event.message)

    @tess.on(events.MessageEdited)
    async def on_edited(event):
        edited.append(event.raw_text)

    async def sees(text):
        while True:
            for message in came:
                if message.raw_text == text:
                    return message
            await asyncio.sleep(0.02)

    bot = await tess.get_input_entity("tea_bot")
    await tess(functions.messages.StartBotRequest(bot, bot, "link"))
    asked = await sees("tea or milk, link?")
    answer = await asked.click(text="Milk")
    await tess.send_message(bot, "/colours")
    keyboard = await sees("which colour?")
    await keyboard.click(text="Blue")
    await sees("Blue it is")
    await keyboard.click(text="Number", share_phone=True)
    await sees("I have your number")
    found = await tess.inline_query("tea_bot", "leaves")
    sent = await found[0].click("me")
    from_anywhere = await sent.click(0)
    while len(edited) < 2:
        await asyncio.sleep(0.02)
    result = {
        "answer": [answer.message, answer.alert],
        "edited": sorted(edited),
        "found": [one.result.id for one in found],
        "sent": sent.raw_text,
        "from_anywhere": from_anywhere.message,
    }
    print(json.dumps(result))
    await tess.disconnect()


asyncio.run(asyncio.wait_for(main(), 50))
