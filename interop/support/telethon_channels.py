"""Two unmodified Telethon clients in a supergroup and a channel: telethon_channels.py PORT PUBLIC_KEY_FILE; prints JSON."""

import asyncio
import json

from telethon import events, functions, types
from telethon.errors import RPCError

from telethon_user import sign_up


async def until(look):
    for _ in range(200):
        if look():
            return
        await asyncio.sleep(0.05)


def listen(client):
    heard = {"new": [], "edited": [], "deleted": []}

    async def on_new(event):
        heard["new"].append(event.raw_text)

    async def on_edited(event):
        heard["edited"].append(event.raw_text)

    async def on_deleted(event):
        heard["deleted"].extend(event.deleted_ids)

    client.add_event_handler(on_new, events.NewMessage)
    client.add_event_handler(on_edited, events.MessageEdited)
    client.add_event_handler(on_deleted, events.MessageDeleted)
    return heard


async def in_supergroup(tess, theo):
    heard = listen(theo)
    made = await tess(functions.channels.CreateChannelRequest("Our group", "for us", megagroup=True))
    group = made.chats[0]
    await tess(functions.channels.InviteToChannelRequest(group, ["theo_channels"]))
    first = await tess.send_message(group, "one")
    second = await tess.send_message(group, "two")
    await until(lambda: "two" in heard["new"])
    # This version finds no chat by what updates say of it.
    mine = next(dialog.input_entity for dialog in await theo.get_dialogs() if dialog.name == "Our group")
    await theo.send_message(mine, "three", reply_to=first.id)
    await tess.edit_message(group, first.id, "one, edited")
    await until(lambda: heard["edited"])
    await tess.delete_messages(group, [second.id])
    await until(lambda: heard["deleted"])
    history = [message.raw_text for message in await theo.get_messages(mine, limit=3)]
    found = [message.raw_text for message in await theo.get_messages(mine, search="edited", limit=3)]
    members = sorted([user.first_name for user in await theo.get_participants(mine)])
    theo_user = await tess.get_entity("theo_channels")
    await tess.edit_admin(group, theo_user, pin_messages=True, title="pins")
    admins = await tess.get_participants(group, filter=types.ChannelParticipantsAdmins())
    await theo.pin_message(mine, first.id)
    await tess.edit_admin(group, theo_user, is_admin=False)

    # Away, and back: what was missed comes by the group's own difference.
    state = (await theo(functions.channels.GetFullChannelRequest(mine))).full_chat
    await theo.disconnect()
    await tess.send_message(group, "while you are away")
    await theo.connect()
    difference = await theo(functions.updates.GetChannelDifferenceRequest(
        mine, types.ChannelMessagesFilterEmpty(), pts=state.pts, limit=100, force=True))

    await tess.edit_permissions(group, theo_user, send_messages=False)
    muted = await refused(theo.send_message(mine, "may I?"))
    await tess.edit_permissions(group, theo_user, view_messages=False)
    banned = await refused(theo.get_messages(mine, limit=1))
    await tess.edit_permissions(group, theo_user)
    exported = await tess(functions.messages.ExportChatInviteRequest(await tess.get_input_entity(group)))
    await theo(functions.messages.ImportChatInviteRequest(exported.link.rsplit("+")[-1].rsplit("/")[-1]))
    back = [message.raw_text for message in await theo.get_messages(mine, limit=10) if message.raw_text][:1]
    await theo.delete_dialog(mine)
    left = await refused(theo.send_message(mine, "still here?"))
    return {
        "heard": {"new": list(heard["new"]), "edited": heard["edited"], "deleted": heard["deleted"] == [second.id]},
        **{"history": history, "found": found, "members": members, "admins": [user.first_name for user in admins]},
        **{"missed": [message.message for message in difference.new_messages], "final": difference.final},
        **{"muted": muted, "banned": banned, "back": back, "left": left},
    }


async def in_channel(tess, theo):
    heard = listen(theo)
    made = await tess(functions.channels.CreateChannelRequest("News", "what there is", broadcast=True))
    channel = made.chats[0]
    await tess(functions.channels.UpdateUsernameRequest(channel, "telethon_news"))
    await theo(functions.channels.JoinChannelRequest("telethon_news"))
    post = await tess.send_message(channel, "the first post")
    await until(lambda: heard["new"])
    refusal = await refused(theo.send_message("telethon_news", "a reader's word"))
    views = await theo(functions.messages.GetMessagesViewsRequest("telethon_news", [post.id], True))
    await theo.forward_messages("me", post.id, "telethon_news")
    forwarded = (await theo.get_messages("me", limit=1))[0]
    await theo(functions.channels.LeaveChannelRequest("telethon_news"))
    return {
        **{"heard": heard["new"], "refused": refusal, "views": views.views[0].views},
        **{"forwarded": [forwarded.raw_text, forwarded.fwd_from.channel_post == post.id]},
        "shown": [message.raw_text for message in await theo.get_messages("telethon_news", limit=1)],
    }


async def refused(call):
    try:
        await call
    except RPCError as error:
        return type(error).__name__
    return "nothing"


async def main():
    tess = await sign_up("9996610009", "Tess")
    theo = await sign_up("9996620009", "Theo")
    await theo(functions.account.UpdateUsernameRequest("theo_channels"))
    print(json.dumps({"group": await in_supergroup(tess, theo), "channel": await in_channel(tess, theo)}))
    await tess.disconnect()
    await theo.disconnect()


asyncio.run(asyncio.wait_for(main(), 50))
