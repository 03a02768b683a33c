import type { api } from '@chappe/tl-codec/api'
import type { OwnGroup } from '../asked.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { sentId } from './chat.ts'
import { numbered } from './own-photos.ts'
import type { SoloAccount } from './solo-account.ts'

/** Groups that the solo account makes, with nobody else in them but the receiver at times. */
export function groupPlans(solo: SoloAccount): Plans {
  const { groups } = solo.alone
  const fact = ({ tag }: Pick<OwnGroup, 'tag'>, what: string): string => `group ${tag} / ${what}`
  const factOf = (group: OwnGroup, what: string): string | undefined =>
    solo.ledger.value(solo.me.index, fact(group, what))
  const pick = (): OwnGroup | undefined => groups[solo.random.int(groups.length)]
  const set = (kind: string, group: OwnGroup, what: string, value: string | undefined, request: api.Method): Write => ({
    kind,
    changes: [{ person: solo.me.index, fact: fact(group, what), value }],
    async perform() {
      await solo.me.client.call(request)
    },
  })

  /** A kill may have swallowed the first answer: then there are two, of which the later one is used. */
  const create = (): Write => {
    const tag = solo.newName('g')
    const changes = { title: tag, members: 'both' }
    return {
      kind: 'make a group',
      changes: Object.entries(changes).map(([what, value]) => ({
        ...{ person: solo.me.index, fact: fact({ tag }, what), value },
      })),
      async perform() {
        const users = [userAt(solo, solo.receiver.index)]
        const { updates } = await solo.me.client.call({ _: 'messages.createChat', title: tag, users })
        const [chat] = 'chats' in updates ? updates.chats : []
        if (chat === undefined) throw new TypeError('a group that was made is shown')
        groups.push({ tag, id: chat.id })
      },
    }
  }

  const rename = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const title = `${group.tag} ${solo.newName('title ')}`
    const request = { _: 'messages.editChatTitle', chatId: group.id, title } as const
    return { ...set('rename a group', group, 'title', title, request), doneBefore: ['CHAT_NOT_MODIFIED'] }
  }

  const describe = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const about = solo.newName('about ')
    const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId: group.id }
    const request = { _: 'messages.editChatAbout', peer, about } as const
    return { ...set('describe a group', group, 'about', about, request), doneBefore: ['CHAT_ABOUT_NOT_MODIFIED'] }
  }

  const photograph = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const isRemoved = factOf(group, 'photo') !== undefined && solo.random.chance(0.4)
    const { value, markup: videoEmojiMarkup } = numbered(1 + solo.random.int(1_000_000_000))
    const photo: api.InputChatPhoto = isRemoved
      ? { _: 'inputChatPhotoEmpty' }
      : { _: 'inputChatUploadedPhoto', videoEmojiMarkup }
    const request = { _: 'messages.editChatPhoto', chatId: group.id, photo } as const
    const write = set('give a group a photo', group, 'photo', isRemoved ? undefined : value, request)
    return { ...write, doneBefore: ['CHAT_NOT_MODIFIED'] }
  }

  const title = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const rank = solo.newName('t').slice(0, 16)
    const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId: group.id }
    const request = { _: 'messages.editChatParticipantRank', peer, participant: { _: 'inputPeerSelf' }, rank } as const
    return { ...set('give oneself a title', group, 'rank', rank, request), doneBefore: ['CHAT_NOT_MODIFIED'] }
  }

  const changeMembers = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const member = { chatId: group.id, userId: userAt(solo, solo.receiver.index) }
    return factOf(group, 'members') === 'both'
      ? {
          ...set('remove a member', group, 'members', 'alone', { _: 'messages.deleteChatUser', ...member }),
          changes: [
            { person: solo.me.index, fact: fact(group, 'members'), value: 'alone' },
            { person: solo.me.index, fact: fact(group, 'admin'), value: undefined },
          ],
          doneBefore: ['USER_NOT_PARTICIPANT'],
        }
      : {
          ...set('add a member', group, 'members', 'both', { _: 'messages.addChatUser', ...member, fwdLimit: 10 }),
          doneBefore: ['USER_ALREADY_PARTICIPANT'],
        }
  }

  const say = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const message = solo.newName('said ')
    const randomId = solo.toReceiver.newRandomId()
    const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId: group.id }
    return {
      kind: 'send to a group',
      changes: [{ person: solo.me.index, fact: fact(group, message), value: 'once' }],
      async perform() {
        sentId(await solo.me.client.call({ _: 'messages.sendMessage', peer, message, randomId }), randomId)
      },
    }
  }

  const remove = (): Write | undefined => {
    if (groups.length < 3) return undefined
    const group = pick()
    if (group === undefined) return undefined
    const facts = solo.ledger.names(solo.me.index, `group ${group.tag} / `)
    return {
      kind: 'delete a group',
      changes: facts.map((name) => ({ person: solo.me.index, fact: name, value: undefined })),
      doneBefore: ['USER_NOT_PARTICIPANT'],
      async perform() {
        // Before it is known: that it was deleted may be all that is heard after a kill.
        groups.splice(groups.indexOf(group), 1)
        await solo.me.client.call({ _: 'messages.deleteChat', chatId: group.id })
      },
    }
  }

  /** What was said stays in the group, which is asked after no more; the supergroup is one like all others. */
  const migrate = (): Write | undefined => {
    if (groups.length < 3) return undefined
    const group = pick()
    if (group === undefined) return undefined
    const facts = solo.ledger.names(solo.me.index, `group ${group.tag} / `)
    const kept = ['title', 'members', 'admin'].map((what) => ({
      ...{ person: solo.me.index, fact: `channel ${group.tag} / ${what}`, value: factOf(group, what) },
    }))
    return {
      kind: 'make a supergroup of a group',
      changes: [...facts.map((name) => ({ person: solo.me.index, fact: name, value: undefined })), ...kept],
      async perform() {
        const updates = await solo.me.client.call({ _: 'messages.migrateChat', chatId: group.id })
        const chat = 'chats' in updates ? updates.chats.find(({ _ }) => _ === 'channel') : undefined
        if (chat?._ !== 'channel') throw new TypeError('the supergroup is shown')
        const { id, accessHash = 0n } = chat
        solo.alone.channels.push({ tag: group.tag, id, accessHash, isBroadcast: false })
        groups.splice(groups.indexOf(group), 1)
      },
    }
  }

  return [
    [1, migrate],
    [2, create],
    [2, rename],
    [1, describe],
    [1, photograph],
    [1, title],
    [3, changeMembers],
    [4, say],
    [1, remove],
  ]
}

function userAt({ me }: SoloAccount, index: number): api.inputUser {
  const peer = me.names[index]
  if (peer === undefined) throw new TypeError('everybody names everybody')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}
