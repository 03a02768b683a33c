import { chatMissing, chatNotFound, type Examples, type Refused } from '../example.ts'
import { bytes, picture } from '../files.ts'
import type { World } from '../world.ts'

/** Whatever names a file must lead to one. */
export const noFile = (kind: string): readonly Refused[] => [
  { params: {}, says: `Bad Request: there is no ${kind.replace('_', ' ')} in the request` },
  { params: ({ chat }: World) => ({ chat_id: chat, [kind]: 'nothing' }), says: 'Bad Request: wrong file identifier' },
  { params: { chat_id: 1, [kind]: 'attach://nothing' }, says: 'Bad Request: file was not attached' },
]

/** Files of all kinds. */
export const media: Examples = {
  sendPhoto: {
    good: async ({ chat }) => ({
      chat_id: chat,
      photo: await picture('teal', 300),
      caption: 'teal',
      has_spoiler: true,
    }),
    answer: { caption: 'teal' },
    bad: noFile('photo'),
  },
  sendLivePhoto: {
    good: async ({ chat }) => ({
      ...{ chat_id: chat, live_photo: bytes('a.mp4', 'video/mp4'), photo: await picture('coral', 300) },
      ...{ width: 30, height: 20, duration: 1, caption: 'moves' },
    }),
    answer: { caption: 'moves', photo: [{}, {}], live_photo: { mime_type: 'video/mp4', file_size: 3_000 } },
    bad: [
      { params: {}, says: 'Bad Request: there is no video in the request' },
      { params: ({ chat }) => ({ chat_id: chat, live_photo: 'https://example.org/a.mp4' }), says: 'Bad Request: ' },
      {
        params: async ({ chat }) => ({ chat_id: chat, live_photo: bytes('a.mp4', 'video/mp4'), photo: 'nothing' }),
        says: 'Bad Request: wrong file identifier',
      },
    ],
  },
  sendDocument: {
    good: ({ chat }) => ({ chat_id: chat, document: bytes('a.bin'), caption: '<i>look</i>', parse_mode: 'HTML' }),
    answer: { document: { file_name: 'a.bin', file_size: 3_000 }, caption_entities: [{ type: 'italic' }] },
    bad: [
      ...noFile('document'),
      { params: { ...chatNotFound.params, document: bytes('a.bin') }, says: chatNotFound.says },
    ],
  },
  sendAudio: {
    good: ({ chat }) => ({
      chat_id: chat,
      audio: bytes('a.mp3', 'audio/mpeg'),
      duration: 3,
      performer: 'Ada',
      title: 'Song',
    }),
    answer: { audio: { duration: 3, performer: 'Ada', title: 'Song', file_name: 'a.mp3' } },
    bad: noFile('audio'),
  },
  sendVideo: {
    good: ({ chat }) => ({ chat_id: chat, video: bytes('a.mp4', 'video/mp4'), duration: 3, width: 64, height: 48 }),
    answer: { video: { duration: 3, width: 64, height: 48 } },
    bad: noFile('video'),
  },
  sendAnimation: {
    good: ({ chat }) => ({ chat_id: chat, animation: bytes('a.mp4', 'video/mp4'), duration: 3, width: 64, height: 48 }),
    answer: { animation: { width: 64 } },
    bad: noFile('animation'),
  },
  sendVoice: {
    good: ({ chat }) => ({ chat_id: chat, voice: bytes('a.ogg', 'audio/ogg'), duration: 3 }),
    answer: { voice: { duration: 3 } },
    bad: [
      ...noFile('voice'),
      {
        params: ({ chat }) => ({ chat_id: chat, voice: bytes('a.ogg', 'audio/ogg'), duration: -1e12 }),
        says: 'Bad Request: value of a parameter is out of range',
      },
    ],
  },
  sendVideoNote: {
    good: ({ chat }) => ({ chat_id: chat, video_note: bytes('a.mp4', 'video/mp4'), duration: 3, length: 64 }),
    answer: { video_note: { length: 64 } },
    bad: noFile('video_note'),
  },
  sendMediaGroup: {
    good: async ({ chat }) => ({
      chat_id: chat,
      media: [
        { type: 'photo', media: await picture('teal', 100), caption: 'one' },
        { type: 'photo', media: await picture('navy', 100) },
      ],
    }),
    answer: [{ caption: 'one' }, {}],
    bad: [
      { params: { media: 'x' }, says: "Bad Request: can't parse" },
      { params: ({ chat }) => ({ chat_id: chat, media: [] }), says: 'Bad Request: ' },
    ],
  },
  getUserProfilePhotos: {
    good: ({ chat }) => ({ user_id: chat }),
    answer: { total_count: 0, photos: [] },
    bad: [{ params: {}, says: 'Bad Request: invalid user_id specified' }],
  },
  getFile: {
    good: async ({ chat, ask }) => ({
      file_id: (
        await ask<{ document: { file_id: string } }>('sendDocument', { chat_id: chat, document: bytes('a.bin') })
      ).document.file_id,
    }),
    answer: { file_size: 3_000 },
    bad: [{ params: {}, says: 'Bad Request: invalid file_id' }],
  },
  setChatPhoto: {
    good: async ({ supergroup }) => ({ chat_id: supergroup, photo: await picture('red', 300) }),
    bad: [
      { params: {}, says: 'Bad Request: there is no photo' },
      { params: { photo: 'https://example.org/a.png' }, says: 'Bad Request: photo should be uploaded' },
    ],
  },
  deleteChatPhoto: { good: ({ supergroup }) => ({ chat_id: supergroup }), bad: [chatMissing, chatNotFound] },
}
