"""Two unmodified Telethon clients show photos: telethon_photos.py PORT PUBLIC_KEY_FILE PICTURE; prints what they saw as JSON."""

import asyncio
import json
import sys

from telethon import functions, types

from telethon_user import sign_up

with open(sys.argv[3], "rb") as file:
    PICTURE = file.read()


def sides(jpeg):
    """Width and height of a JPEG."""
    at = 2
    while True:
        marker = int.from_bytes(jpeg[at : at + 2], "big")
        if 0xFFC0 <= marker <= 0xFFC2:
            h, w = jpeg[at + 5 : at + 7], jpeg[at + 7 : at + 9]
            return [int.from_bytes(w, "big"), int.from_bytes(h, "big")]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")


async def main():
    tess = await sign_up("9996610038", "Tess")
    theo = await sign_up("9996620038", "Theo")
    await tess(functions.account.UpdateUsernameRequest("tess_photos"))
    uploaded = await tess.upload_file(PICTURE, file_name="me.png")
    await tess(functions.photos.UploadProfilePhotoRequest(file=uploaded))
    seen = await theo.get_entity("tess_photos")
    beside = [sides(await theo.download_profile_photo(seen, file=bytes, download_big=big)) for big in (False, True)]
    photos = await theo.get_profile_photos("tess_photos")
    whole = sides(await theo.download_media(photos[0], file=bytes))
    group = (await tess(functions.channels.CreateChannelRequest("Painters", "", megagroup=True))).chats[0]
    uploaded = await tess.upload_file(PICTURE, file_name="us.png")
    await tess(functions.channels.EditPhotoRequest(group, types.InputChatUploadedPhoto(file=uploaded)))
    told = type((await tess.get_messages(group, limit=1))[0].action).__name__
    of_group = sides(await tess.download_profile_photo(await tess.get_entity(group), file=bytes))
    await tess(functions.photos.DeletePhotosRequest([photo_input(one) for one in await tess.get_profile_photos("me")]))
    gone = len(await theo.get_profile_photos("tess_photos"))
    print(json.dumps({"beside": beside, "whole": whole, "told": told, "of_group": of_group, "gone": gone}))
    await tess.disconnect()
    await theo.disconnect()


def photo_input(photo):
    return types.InputPhoto(photo.id, photo.access_hash, photo.file_reference)


asyncio.run(asyncio.wait_for(main(), 50))
