import type { api } from '@chappe/tl-codec/api'

/** A value to encode and decode, and the type or method it is read back as. */
export interface Case {
  readonly name: string
  readonly value: api.Object | api.Method
  readonly type: string
}

const user = (id: bigint, firstName: string, username: string): api.user => ({
  _: 'user',
  contact: true,
  id,
  accessHash: 0x1234_5678_9abc_def0n + id,
  firstName,
  username,
  phone: `99966${String(id).padStart(5, '0')}`,
  status: { _: 'userStatusOnline', expires: 1_767_225_900 },
})

const sendMessage: api.messages.sendMessage = {
  _: 'messages.sendMessage',
  clearDraft: true,
  peer: { _: 'inputPeerUser', userId: 7_000_000_001n, accessHash: -1_234_567_890_123_456_789n },
  message: 'Good morning! The train leaves at nine, see you there.',
  randomId: 0x0123_4567_89ab_cdefn,
}

/** What a server pushes for one private message. */
const updatesPush: api.updates = {
  _: 'updates',
  updates: [
    {
      _: 'updateNewMessage',
      message: {
        _: 'message',
        id: 41_275,
        fromId: { _: 'peerUser', userId: 7_000_000_001n },
        peerId: { _: 'peerUser', userId: 7_000_000_002n },
        date: 1_767_225_600,
        message: 'Good morning! The train leaves at nine, see you there.',
        entities: [{ _: 'messageEntityBold', offset: 0, length: 13 }],
      },
      pts: 90_211,
      ptsCount: 1,
    },
  ],
  users: [user(7_000_000_001n, 'Claude', 'claude_chappe'), user(7_000_000_002n, 'Ignace', 'ignace')],
  chats: [],
  date: 1_767_225_600,
  seq: 118,
}

const TEXTS = [
  'Shall we meet at the tower on the hill?',
  'Yes. Bring the telescope and the code book, the fog will be gone by noon and we can try the new arms.',
  'ok',
  'Наконец-то! Жду вас у семафора в полдень.',
  'The message from Lille reached Paris in nine minutes; the relay at Belleville was the slowest of them all today.',
]

const historyMessage = (index: number): api.message => ({
  _: 'message',
  out: index % 3 === 0,
  id: 100_000 - index,
  fromId: { _: 'peerUser', userId: 7_000_000_000n + BigInt(index % 10) },
  peerId: { _: 'peerChannel', channelId: 1_500_000_000n },
  replyTo: index % 4 === 0 ? { _: 'messageReplyHeader', replyToMsgId: 99_000 - index } : undefined,
  date: 1_767_225_600 - index * 61,
  message: TEXTS[index % TEXTS.length] ?? '',
  entities:
    index % 5 === 1
      ? [
          { _: 'messageEntityBold', offset: 0, length: 3 },
          { _: 'messageEntityTextUrl', offset: 15, length: 9, url: 'https://example.org/telescope' },
        ]
      : undefined,
  views: 1000 + index,
  forwards: index % 7,
  reactions:
    index % 6 === 0
      ? {
          _: 'messageReactions',
          canSeeList: true,
          results: [
            { _: 'reactionCount', reaction: { _: 'reactionEmoji', emoticon: '👍' }, count: 3 },
            { _: 'reactionCount', reaction: { _: 'reactionEmoji', emoticon: '❤' }, count: 1 },
          ],
        }
      : undefined,
})

const historyPage: api.messages.channelMessages = {
  _: 'messages.channelMessages',
  pts: 90_300,
  count: 48_211,
  messages: Array.from({ length: 100 }, (_, index) => historyMessage(index)),
  topics: [],
  chats: [
    {
      _: 'channel',
      megagroup: true,
      id: 1_500_000_000n,
      accessHash: 0x7766_5544_3322_1100n,
      title: 'Optical telegraph',
      username: 'optical_telegraph',
      photo: { _: 'chatPhotoEmpty' },
      date: 1_600_000_000,
      participantsCount: 1_204,
    },
  ],
  users: Array.from({ length: 10 }, (_, index) =>
    user(7_000_000_000n + BigInt(index), `Operator ${index}`, `operator_${index}`),
  ),
}

const filePart: api.upload.file = {
  _: 'upload.file',
  type: { _: 'storage.fileJpeg' },
  mtime: 1_767_225_600,
  bytes: new Uint8Array(512 * 1024).map((_, index) => (index * 167) & 255),
}

export const cases: readonly Case[] = [
  { name: 'sendMessage', value: sendMessage, type: 'method' },
  { name: 'updates push', value: updatesPush, type: 'Updates' },
  { name: 'history page', value: historyPage, type: 'messages.Messages' },
  { name: 'file part', value: filePart, type: 'upload.File' },
]
