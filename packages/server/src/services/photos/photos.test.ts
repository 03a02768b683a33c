import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot } from '../../testing/bots.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { asUser } from '../../testing/ids.ts'
import {
  downloadPeerPhoto,
  downloadPhoto,
  inputPhoto,
  uploadedSquare,
  wholePhoto,
} from '../../testing/profile-photos.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { tinyFilm } from '../../testing/tiny-film.ts'
import { photoIn, testPicture, uploadBytes } from '../../testing/uploads.ts'

let chat: ChatFixture

beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
})
afterEach(() => chat.server.close())

async function setPhoto(
  client: TestClient,
  more: Partial<api.photos.uploadProfilePhoto> = {},
  side?: number,
): Promise<api.photo> {
  const file = await uploadedSquare(client, side)
  return wholePhoto((await client.call({ _: 'photos.uploadProfilePhoto', file, ...more })).photo)
}

const inputUser = ({ userId, accessHash }: api.inputPeerUser): api.inputUser => ({ _: 'inputUser', userId, accessHash })

/** Bob as Alice sees him, or Alice as Bob does. */
async function seen(viewer: 'alice' | 'bob'): Promise<{ user: api.user; full: api.userFull }> {
  const [client, peer] = viewer === 'alice' ? [chat.alice, chat.toBob] : [chat.bob, chat.toAlice]
  const { users, fullUser } = await client.call({ _: 'users.getFullUser', id: inputUser(peer) })
  const user = users.find((one) => one._ === 'user' && one.id === peer.userId)
  if (user?._ !== 'user') throw new TypeError('a user was expected')
  return { user, full: fullUser }
}

const photoIdOf = ({ photo }: api.user): bigint | undefined =>
  photo?._ === 'userProfilePhoto' ? photo.photoId : undefined

const photosOf = async (page: Partial<api.photos.getUserPhotos> = {}): Promise<bigint[]> => {
  const all = { userId: inputUser(chat.toAlice), offset: 0, maxId: 0n, limit: 10 }
  const { photos } = await chat.bob.call({ _: 'photos.getUserPhotos', ...all, ...page })
  return photos.map(({ id }) => id)
}

const rules = (...names: api.InputPrivacyRule[]): api.account.setPrivacy => ({
  _: 'account.setPrivacy',
  key: { _: 'inputPrivacyKeyProfilePhoto' },
  rules: names,
})
const nobody = rules({ _: 'inputPrivacyValueDisallowAll' })

describe('the photos of a person', () => {
  it('are shown beside the name and on the profile, and are there in all sizes', async () => {
    const { alice, bob, toAlice } = chat
    const phone = await chat.otherDevice('alice')
    await bob.call({ _: 'contacts.addContact', id: inputUser(toAlice), firstName: 'A', lastName: '', phone: '' })
    for (const client of [phone, bob]) client.pushed.length = 0
    const photo = await setPhoto(alice, {}, 200)
    expect(photo.sizes.map(({ type }) => type)).toEqual(['i', 'a', 'b'])
    const { user, full } = await seen('bob')
    const [stripped] = photo.sizes
    expect(user.photo).toMatchObject({
      ...{ photoId: photo.id, dcId: photo.dcId, hasVideo: undefined, personal: undefined },
      strippedThumb: stripped?._ === 'photoStrippedSize' ? stripped.bytes : 'one was expected',
    })
    const shown = wholePhoto(full.profilePhoto)
    const [small, big] = [await downloadPhoto(bob, shown, 'a'), await downloadPhoto(bob, shown, 'b')]
    expect(small.length).toBeGreaterThan(100)
    expect(await downloadPeerPhoto(bob, toAlice, photo.id, false)).toEqual(small)
    expect(await downloadPeerPhoto(bob, toAlice, photo.id)).toEqual(big)
    // All devices of all who list her are told to look.
    for (const client of [phone, bob]) {
      const told = client.pushed.flatMap((updates) => (updates._ === 'updates' ? updates.users : []))
      expect(told.some((one) => one._ === 'user' && photoIdOf(one) === photo.id)).toBe(true)
    }
  })

  it('are squares, whatever was uploaded, and whatever a message has shown', async () => {
    const { alice, toBob } = chat
    const file = await uploadBytes(alice, await testPicture(120, 60))
    const wide = wholePhoto((await alice.call({ _: 'photos.uploadProfilePhoto', file })).photo)
    const sides = (photo: api.photo) =>
      photo.sizes.flatMap((size) =>
        size._ === 'photoStrippedSize' ? [[size.bytes[1], size.bytes[2]]] : 'w' in size ? [[size.w, size.h]] : [],
      )
    expect(sides(wide)).toEqual([
      [40, 40],
      [60, 60],
    ])
    await alice.call(chat.media(toBob, { _: 'inputMediaUploadedPhoto', file }))
    const [message] = await chat.history(alice, toBob)
    const shown = photoIn(message)
    expect(sides(shown)).toContainEqual([100, 50])
    const taken = await alice.call({ _: 'photos.updateProfilePhoto', id: inputPhoto(shown) })
    expect(taken.photo.id).not.toBe(shown.id)
    expect(sides(wholePhoto(taken.photo)).every(([w, h]) => w === h)).toBe(true)
    expect(photoIdOf((await seen('bob')).user)).toBe(taken.photo.id)
  })

  it('come one after the other: the newest first, any of them again, each gone for itself', async () => {
    const { alice } = chat
    const [first, second, third] = [await setPhoto(alice), await setPhoto(alice), await setPhoto(alice)]
    expect(await photosOf()).toEqual([third.id, second.id, first.id])
    expect(await photosOf({ limit: 1 })).toEqual([third.id])
    expect(await photosOf({ offset: 1, limit: 1 })).toEqual([second.id])
    expect(await photosOf({ maxId: second.id })).toEqual([first.id])
    // As Telegram Desktop and TDLib ask for one by its number.
    expect(await photosOf({ offset: -1, maxId: second.id, limit: 1 })).toEqual([second.id])
    expect(await photosOf({ maxId: 5n })).toEqual([])
    expect(await photosOf({ offset: -1, maxId: 5n, limit: 1 })).toEqual([])
    const none = { userId: inputUser(chat.toAlice), offset: 0, maxId: 0n, limit: 0 }
    expect(await chat.bob.call({ _: 'photos.getUserPhotos', ...none })).toMatchObject({ count: 3, photos: [] })
    const again = await alice.call({ _: 'photos.updateProfilePhoto', id: inputPhoto(first) })
    expect(again.photo.id).toBe(first.id)
    expect(await photosOf()).toEqual([first.id, third.id, second.id])
    expect(photoIdOf((await seen('bob')).user)).toBe(first.id)
    expect(await alice.call({ _: 'photos.deletePhotos', id: [inputPhoto(third), inputPhoto(third)] })).toEqual([
      third.id,
    ])
    expect(photoIdOf((await seen('bob')).user)).toBe(first.id)
    // The one before it is shown when the newest goes.
    const left = await alice.call({ _: 'photos.updateProfilePhoto', id: { _: 'inputPhotoEmpty' } })
    expect(left.photo.id).toBe(second.id)
    expect(photoIdOf((await seen('bob')).user)).toBe(second.id)
    expect(await alice.call({ _: 'photos.deletePhotos', id: [inputPhoto(second)] })).toEqual([second.id])
    const { user, full } = await seen('bob')
    expect([user.photo, full.profilePhoto]).toEqual([undefined, undefined])
    expect(await alice.call({ _: 'photos.updateProfilePhoto', id: { _: 'inputPhotoEmpty' } })).toMatchObject({
      photo: { _: 'photoEmpty' },
    })
  })

  it('are for those whom the rules let; there is another one for all others', async () => {
    const { alice, bob, toAlice } = chat
    const main = await setPhoto(alice)
    const instead = await setPhoto(alice, { fallback: true })
    const before = await seen('bob')
    expect(photoIdOf(before.user)).toBe(main.id)
    expect(before.full.fallbackPhoto).toBeUndefined()
    await expect(downloadPeerPhoto(bob, toAlice, instead.id)).rejects.toThrow('LOCATION_INVALID')
    await alice.call(nobody)
    const { user, full } = await seen('bob')
    expect(photoIdOf(user)).toBe(instead.id)
    expect([full.profilePhoto?.id, full.fallbackPhoto?.id]).toEqual([undefined, instead.id])
    expect(await photosOf()).toEqual([])
    expect((await downloadPeerPhoto(bob, toAlice, instead.id)).length).toBeGreaterThan(100)
    await expect(downloadPeerPhoto(bob, toAlice, main.id)).rejects.toThrow('LOCATION_INVALID')
    // Also what was shown before is not to be had any more.
    await expect(downloadPhoto(bob, wholePhoto(before.full.profilePhoto), 'a')).rejects.toThrow(
      'FILE_REFERENCE_INVALID',
    )
    const mine = await alice.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
    expect(mine.fullUser).toMatchObject({ profilePhoto: { id: main.id }, fallbackPhoto: { id: instead.id } })
    expect((await downloadPhoto(alice, instead, 'a')).length).toBeGreaterThan(100)
    // Whoever is blocked sees none at all.
    const { toBob } = chat
    await alice.call({ _: 'contacts.block', id: toBob })
    expect((await seen('bob')).user.photo).toBeUndefined()
    await expect(downloadPeerPhoto(bob, toAlice, instead.id)).rejects.toThrow('LOCATION_INVALID')
    await alice.call({ _: 'contacts.unblock', id: toBob })
    const gone = await alice.call({ _: 'photos.updateProfilePhoto', fallback: true, id: { _: 'inputPhotoEmpty' } })
    expect(gone.photo._).toBe('photoEmpty')
    expect((await seen('bob')).user.photo).toBeUndefined()
  })

  it('may move: a short square film, or an emoji on colours', async () => {
    const { alice, bob } = chat
    const film = tinyFilm({ w: 160, h: 160, seconds: 2 })
    const video = await uploadBytes(alice, film)
    const moving = await setPhoto(alice, { video, videoStartTs: 1.5 })
    expect(moving.videoSizes).toEqual([
      { _: 'videoSize', type: 'u', w: 160, h: 160, size: film.length, videoStartTs: 1.5 },
    ])
    const { user, full } = await seen('bob')
    expect(user.photo).toMatchObject({ hasVideo: true })
    expect(await downloadPhoto(bob, wholePhoto(full.profilePhoto), 'u')).toEqual(film)
    const markup: api.VideoSize = { _: 'videoSizeEmojiMarkup', emojiId: 5n, backgroundColors: [0xff_ff_ff, 0] }
    const { photo } = await alice.call({ _: 'photos.uploadProfilePhoto', videoEmojiMarkup: markup })
    expect(wholePhoto(photo)).toMatchObject({ videoSizes: [markup] })
    expect(wholePhoto(photo).sizes.map(({ type }) => type)).toEqual(['i', 'a', 'b', 'c'])
  })

  it('go with the account, and their files in time', async () => {
    const { alice, bob, toAlice, server } = chat
    const photo = await setPhoto(alice)
    await alice.call({ _: 'account.deleteAccount', reason: '' })
    await expect(downloadPeerPhoto(bob, toAlice, photo.id)).rejects.toThrow('LOCATION_INVALID')
    const { users } = await bob.call({ _: 'users.getFullUser', id: inputUser(toAlice) })
    expect(users[0]).toMatchObject({ deleted: true, photo: undefined })
    for (let day = 0; day < 4; day++) {
      server.clock.now += 90_000_000
      await server.upkeep()
    }
    expect(await server.store.read.photos.get(Number(photo.id))).toBeUndefined()
  })
})

describe('whatever is set, hidden, given and taken back', () => {
  it('what is shown can be had, and what is not, cannot', async () => {
    const { alice, bob, toAlice, toBob } = chat
    const photos = [await setPhoto(alice), await setPhoto(alice), await setPhoto(alice, { fallback: true })]
    await alice.call({ _: 'photos.deletePhotos', id: photos.map(inputPhoto) })
    const [everybody, friends] = [
      [{ _: 'inputPrivacyValueAllowAll' }],
      [{ _: 'inputPrivacyValueAllowCloseFriends' }],
    ] as const
    const steps: { readonly [step: string]: () => Promise<unknown> } = {
      main: () => setPhoto(alice),
      other: () => setPhoto(alice, { fallback: true }),
      'no main': () => alice.call({ _: 'photos.updateProfilePhoto', id: { _: 'inputPhotoEmpty' } }),
      'no other': () => alice.call({ _: 'photos.updateProfilePhoto', fallback: true, id: { _: 'inputPhotoEmpty' } }),
      hide: () => alice.call(nobody),
      show: () => alice.call(rules(...everybody)),
      'show to friends': () => alice.call(rules(...friends)),
      friend: () => alice.call({ _: 'contacts.editCloseFriends', id: [toBob.userId] }),
      'no friend': () => alice.call({ _: 'contacts.editCloseFriends', id: [] }),
      block: () => alice.call({ _: 'contacts.block', id: toBob }),
      unblock: () => alice.call({ _: 'contacts.unblock', id: toBob }),
      give: async () => giveToAlice(await uploadedSquare(bob)),
      'take back': () => giveToAlice(),
    }
    const giveToAlice = (file?: api.InputFile) =>
      bob.call({ _: 'photos.uploadContactProfilePhoto', userId: inputUser(toAlice), save: true, file })
    const had = async (id: bigint): Promise<boolean> =>
      downloadPeerPhoto(bob, toAlice, id).then(
        () => true,
        () => false,
      )
    for (const step of fc.sample(fc.constantFrom(...Object.keys(steps)), { numRuns: 60, seed: 35 })) {
      await steps[step]?.()
      const { fullUser: own } = await alice.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
      const { user, full } = await seen('bob')
      const [main, other] = [own.profilePhoto?.id, own.fallbackPhoto?.id]
      const shown = [full.personalPhoto, full.profilePhoto, full.fallbackPhoto].flatMap((photo) => photo?.id ?? [])
      // Beside the name stands the first of them.
      expect(photoIdOf(user), step).toBe(shown[0])
      for (const id of shown) expect(await had(id), step).toBe(true)
      for (const id of [main, other]) if (id !== undefined) expect(await had(id), step).toBe(shown.includes(id))
      for (const { id } of photos) expect(await had(id), step).toBe(false)
    }
  })
})

describe('the photo of a bot', () => {
  it('is its own to change, and its owner’s', async () => {
    const { alice, bob, server, toAlice, toBob } = chat
    const bot = await makeBot(server, 'painter_bot', 'Painter', asUser(Number(toAlice.userId)))
    const own = await setPhoto(bot)
    const named = async (client: TestClient) => inputUser(await botInput(client, 'painter_bot'))
    const shown = async (client: TestClient) => {
      const { fullUser } = await client.call({ _: 'users.getFullUser', id: await named(client) })
      return fullUser.profilePhoto?.id
    }
    expect(await shown(bob)).toBe(own.id)
    const given = await setPhoto(alice, { bot: await named(alice) })
    expect(await shown(bob)).toBe(given.id)
    const of = await botInput(bob, 'painter_bot')
    expect((await downloadPeerPhoto(bob, of, given.id)).length).toBeGreaterThan(100)
    const id: api.InputPhoto = { _: 'inputPhotoEmpty' }
    await alice.call({ _: 'photos.updateProfilePhoto', bot: await named(alice), id })
    expect(await shown(bob)).toBe(own.id)
    // It is nobody else's, and people are no bots.
    for (const [client, input] of [
      [bob, await named(bob)],
      [alice, inputUser(toBob)],
    ] as const) {
      await expect(client.call({ _: 'photos.updateProfilePhoto', bot: input, id })).rejects.toThrow('BOT_INVALID')
    }
  })
})

describe('the photo that somebody gives to a contact', () => {
  const give = async (more: Partial<api.photos.uploadContactProfilePhoto> = {}): Promise<api.photos.photo> => {
    const userId = inputUser(chat.toAlice)
    return chat.bob.call({ _: 'photos.uploadContactProfilePhoto', userId, save: true, ...more })
  }
  const addContact = (): Promise<api.Updates> =>
    chat.bob.call({ _: 'contacts.addContact', id: inputUser(chat.toAlice), firstName: 'A', lastName: '', phone: '' })

  it('is for the giver alone, before all others, until it is taken back or the contact is', async () => {
    const { alice, bob, toAlice } = chat
    const own = await setPhoto(alice)
    await bob.call({ _: 'contacts.deleteContacts', id: [inputUser(toAlice)] })
    await expect(give({ file: await uploadedSquare(bob) })).rejects.toThrow('CONTACT_MISSING')
    await addContact()
    const phone = await chat.otherDevice('bob')
    phone.pushed.length = 0
    const { photo } = await give({ file: await uploadedSquare(bob) })
    const { user, full } = await seen('bob')
    expect(user.photo).toMatchObject({ photoId: photo.id, personal: true })
    expect(full).toMatchObject({ personalPhoto: { id: photo.id }, profilePhoto: { id: own.id } })
    expect((await downloadPeerPhoto(bob, toAlice, photo.id)).length).toBeGreaterThan(100)
    expect((await downloadPhoto(bob, wholePhoto(full.personalPhoto), 'a')).length).toBeGreaterThan(100)
    const told = phone.pushed.flatMap((updates) => (updates._ === 'updates' ? updates.users : []))
    expect(told.some((one) => one._ === 'user' && photoIdOf(one) === photo.id)).toBe(true)
    // She sees nothing of it.
    const self = await alice.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
    expect(self.fullUser).toMatchObject({ profilePhoto: { id: own.id }, personalPhoto: undefined })
    await addContact()
    expect(photoIdOf((await seen('bob')).user)).toBe(photo.id)
    expect((await give()).photo._).toBe('photoEmpty')
    expect(photoIdOf((await seen('bob')).user)).toBe(own.id)
    await give({ file: await uploadedSquare(bob) })
    await bob.call({ _: 'contacts.deleteContacts', id: [inputUser(toAlice)] })
    expect(photoIdOf((await seen('bob')).user)).toBe(own.id)
  })

  it('may be suggested in the chat, and is taken over from there', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await addContact()
    const { photo } = await give({ save: false, suggest: true, file: await uploadedSquare(bob) })
    expect((await seen('bob')).user.photo).toBeUndefined()
    const [suggestion] = await chat.history(alice, toBob)
    const action = suggestion?._ === 'messageService' ? suggestion.action : undefined
    if (action?._ !== 'messageActionSuggestProfilePhoto') throw new TypeError('nothing was suggested')
    expect(action.photo.id).toBe(photo.id)
    const mine = await chat.history(bob, toAlice)
    expect(mine[0]).toMatchObject({ out: true, action: { _: 'messageActionSuggestProfilePhoto' } })
    const taken = await alice.call({ _: 'photos.updateProfilePhoto', id: inputPhoto(action.photo) })
    expect(taken.photo.id).toBe(photo.id)
    expect(photoIdOf((await seen('bob')).user)).toBe(photo.id)
    await alice.call({ _: 'contacts.block', id: toBob })
    await expect(give({ suggest: true, file: await uploadedSquare(bob) })).rejects.toThrow('USER_IS_BLOCKED')
  })
})

describe('what is no photo for a profile', () => {
  it('is refused by the public errors, and changes nothing', async () => {
    const { alice, bob } = chat
    const upload = async (more: Partial<api.photos.uploadProfilePhoto>): Promise<unknown> =>
      alice.call({ _: 'photos.uploadProfilePhoto', ...more })
    const text = new TextEncoder().encode('this is no picture')
    await expect(upload({})).rejects.toThrow('PHOTO_FILE_MISSING')
    await expect(upload({ file: await uploadBytes(alice, text) })).rejects.toThrow('IMAGE_PROCESS_FAILED')
    const absent: api.InputFile = { _: 'inputFile', id: 1n, parts: 1, name: '', md5Checksum: '' }
    await expect(upload({ file: absent })).rejects.toThrow('FILE_PART_0_MISSING')
    // Of somebody else's upload.
    await expect(upload({ file: await uploadedSquare(bob) })).rejects.toThrow('FILE_PART_0_MISSING')
    const file = await uploadedSquare(alice)
    const wide = await uploadBytes(alice, tinyFilm({ w: 320, h: 160, seconds: 1 }))
    const long = await uploadBytes(alice, tinyFilm({ w: 160, h: 160, seconds: 12 }))
    for (const video of [wide, long, await uploadBytes(alice, text), file]) {
      await expect(upload({ file, video })).rejects.toThrow('VIDEO_FILE_INVALID')
    }
    const markup: api.VideoSize = { _: 'videoSizeEmojiMarkup', emojiId: 5n, backgroundColors: [] }
    await expect(upload({ file, videoEmojiMarkup: markup })).rejects.toThrow('EMOJI_MARKUP_INVALID')
    await expect(upload({ file, bot: inputUser(chat.toBob) })).rejects.toThrow('BOT_INVALID')
    expect((await seen('bob')).user.photo).toBeUndefined()
    const mine = await setPhoto(alice)
    const guessed = { ...inputPhoto(mine), accessHash: 1n }
    const update = (id: api.InputPhoto) => bob.call({ _: 'photos.updateProfilePhoto', id })
    await expect(update(guessed)).rejects.toThrow('PHOTO_ID_INVALID')
    await expect(update({ ...inputPhoto(mine), fileReference: new Uint8Array(30) })).rejects.toThrow(
      'FILE_REFERENCE_INVALID',
    )
    // Nobody takes away what is another's.
    expect(await bob.call({ _: 'photos.deletePhotos', id: [inputPhoto(mine), guessed] })).toEqual([])
    expect(photoIdOf((await seen('bob')).user)).toBe(mine.id)
  })
})
