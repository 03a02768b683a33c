import type { api } from '@chappe/tl-codec/api'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { setFact } from './account.ts'
import type { SoloAccount } from './solo-account.ts'

/** Photos of the solo account, and what it gives to a contact. Each is told by the emoji that stands for it. */
export function ownPhotoPlans(solo: SoloAccount): Plans {
  return [
    [2, () => (has(solo, 'photo') && solo.random.chance(0.4) ? removeAll(solo) : show(solo, false))],
    [1, () => (has(solo, 'other photo') && solo.random.chance(0.5) ? removeOther(solo) : show(solo, true))],
    [1, () => give(solo)],
  ]
}

function has({ me, ledger }: SoloAccount, fact: string): boolean {
  return ledger.value(me.index, fact) !== undefined
}

/** A photo of a number. */
export function numbered(number: number): { readonly value: string; readonly markup: api.VideoSize } {
  const markup: api.VideoSize = { _: 'videoSizeEmojiMarkup', emojiId: BigInt(number), backgroundColors: [0xff_00_00] }
  return { value: String(number), markup }
}

function show(solo: SoloAccount, fallback: boolean): Write {
  const { value, markup: videoEmojiMarkup } = numbered(1 + solo.random.int(1_000_000_000))
  const [kind, fact] = fallback ? ['show another photo to others', 'other photo'] : ['show a photo', 'photo']
  return setFact(solo, kind, fact, value, { _: 'photos.uploadProfilePhoto', fallback, videoEmojiMarkup })
}

function removeAll(solo: SoloAccount): Write {
  const { me } = solo
  return {
    kind: 'remove all photos',
    changes: [{ person: me.index, fact: 'photo', value: undefined }],
    async perform() {
      const page = { offset: 0, maxId: 0n, limit: 100 }
      const { photos } = await me.client.call({ _: 'photos.getUserPhotos', userId: { _: 'inputUserSelf' }, ...page })
      const id = photos.flatMap((photo) => (photo._ === 'photo' ? [{ ...photo, _: 'inputPhoto' as const }] : []))
      await me.client.call({ _: 'photos.deletePhotos', id })
    },
  }
}

function removeOther(solo: SoloAccount): Write {
  const request = { _: 'photos.updateProfilePhoto', fallback: true, id: { _: 'inputPhotoEmpty' } } as const
  return setFact(solo, 'show no other photo to others', 'other photo', undefined, request)
}

function give(solo: SoloAccount): Write | undefined {
  const { me, ledger, random } = solo
  const contacts = me.names.flatMap((_, index) =>
    ledger.value(me.index, `contact ${index}`) === undefined ? [] : index,
  )
  const index = contacts[random.int(contacts.length)]
  const peer = index === undefined ? undefined : me.names[index]
  if (peer === undefined) return undefined
  const { value, markup: videoEmojiMarkup } = numbered(1 + random.int(1_000_000_000))
  const isTaken = ledger.value(me.index, `photo of ${index}`) !== undefined && random.chance(0.4)
  return setFact(solo, 'give a photo to a contact', `photo of ${index}`, isTaken ? undefined : value, {
    ...{ _: 'photos.uploadContactProfilePhoto', save: true },
    userId: { ...peer, _: 'inputUser' },
    videoEmojiMarkup: isTaken ? undefined : videoEmojiMarkup,
  })
}
