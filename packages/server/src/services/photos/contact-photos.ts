import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { userForm } from '../../chats/photos/shown-form.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { PhotoList } from '../../store/domain/people/peer-photos.ts'
import type { Reads } from '../../store/store.ts'
import type { FilePlace } from '../../views/file-views.ts'
import { viewPhotoOf } from '../../views/peer-photo-view.ts'

/** Photos that somebody gives to a contact, for himself alone, or suggests to that person. */
export function createContactPhotos(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, profilePhotos, userViews } = ports

  /** Sets it, or takes it away. */
  const give = async (
    { userId, caller }: UserContext,
    contact: UserId,
    photo: api.photo | undefined,
  ): Promise<void> => {
    const date = unixSeconds(clock)
    const list: PhotoList = { peer: userId, kind: 'personal', contact }
    await store.transaction(async (tx) => {
      await mustBeContact(tx, userId, contact)
      await tx.peerPhotos.clear(list)
      if (photo !== undefined) await tx.peerPhotos.put(list, Number(photo.id))
      await tx.contacts.setPhoto(userId, contact, photo && userForm(photo, true))
      const update: api.updateUser = { _: 'updateUser', userId: BigInt(contact) }
      await recordUnnumbered(tx, ports, { userId, key: `user ${contact}`, update, date, except: caller.session })
    })
  }

  const suggest = async ({ userId }: UserContext, contact: UserId, photo: api.photo): Promise<void> => {
    const action: api.messageActionSuggestProfilePhoto = { _: 'messageActionSuggestProfilePhoto', photo }
    await store.transaction(async (tx) => {
      await mustBeContact(tx, userId, contact)
      await allowIn(tx, userId, contact, 'send')
      // The answer does not hold it, so that all devices are told.
      await deliver(tx, ports, noteDraft(action, { from: userId, to: contact, date: unixSeconds(clock) }))
    })
  }

  return {
    'photos.uploadContactProfilePhoto': userMethod(
      { acts: ['send'], rate: { burst: 20, secondsEach: 10 } },
      async (context, request) => {
        const { userId } = context
        const contact = await inputPeers.user(userId, request.userId)
        if (contact === undefined || contact === userId) throw badRequest('USER_ID_INVALID')
        await mustBeContact(store.read, userId, contact)
        const { file, video, videoEmojiMarkup, suggest: isSuggestion } = request
        const isGiven = file !== undefined || video !== undefined || videoEmojiMarkup !== undefined
        if (!isGiven && isSuggestion) throw badRequest('PHOTO_FILE_MISSING')
        const photo = isGiven ? await profilePhotos.uploadedProfilePhoto(userId, request) : undefined
        if (photo !== undefined && isSuggestion) await suggest(context, contact, photo)
        else await give(context, contact, photo)
        const place: FilePlace = isSuggestion ? { origin: 'inBox', at: userId } : { origin: 'inProfile', at: contact }
        const shown = await viewPhotoOf(store.read, photo && Number(photo.id), place)
        return {
          _: 'photos.photo',
          photo: shown ?? { _: 'photoEmpty', id: 0n },
          users: await userViews.of(store.read, userId, [contact]),
        }
      },
    ),
  }
}

async function mustBeContact(read: Pick<Reads, 'contacts'>, userId: UserId, contact: UserId): Promise<void> {
  const [relation] = await read.contacts.relations(userId, [contact])
  if (relation?.contact === undefined) throw badRequest('CONTACT_MISSING')
}
