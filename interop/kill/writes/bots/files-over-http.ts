import type { api } from '@chappe/tl-codec/api'
import { squarePng } from '../../../support/square-png.ts'
import type { BotFile } from '../../bots/bot-files.ts'
import type { BotMember } from '../../bots/bot-room.ts'
import { callBotApi, downloadFromBotApi, type HttpBot } from '../../bots/call-bot-api.ts'
import { hashOf } from '../../bots/file-contents.ts'
import type { HttpProgram } from '../../bots/http-program.ts'
import type { Change } from '../../ledger.ts'
import type { Write } from '../../traffic.ts'
import type { Plans } from '../../weighted-plans.ts'
import { type BotWriter, change, pick, toldOf } from './bot-writes.ts'

const KEPT = 20
/** Some have more than a part of an upload may have, which is 512 KB. */
const LARGE = 0.1

/** The files that the program of a bot sends and is given, which it and the visitor then have, byte for byte. */
export function botFilePlans(writer: BotWriter, bot: BotMember & HttpProgram, chat: string): Plans {
  const { room, random, newName, newRandomId } = writer
  const { visitor } = room
  const { files } = bot.notes
  const last = (): readonly BotFile[] => files.all.slice(-KEPT)
  const chatId = Number(visitor.id)
  const shown = (name: string, what: string): Change => change(`${chat} chat / ${name}`, `${name}, ${what}`)

  const contentOf = (name: string): Uint8Array<ArrayBuffer> => {
    const length = random.chance(LARGE) ? random.range(550_000, 900_000) : random.range(1, 20_000)
    return new Uint8Array(Buffer.alloc(length, `${name} `))
  }
  const documentOf = (name: string, bytes: Uint8Array<ArrayBuffer>): File =>
    new File([bytes], `${name}.txt`, { type: 'text/plain' })

  const send = (): Write => {
    const caption = newName('file f')
    const bytes = contentOf(caption)
    const hash = hashOf(bytes)
    return {
      kind: 'send a file over HTTP',
      changes: [shown(caption, hash)],
      async perform() {
        const sent = { chat_id: chatId, document: documentOf(caption, bytes), caption }
        const { document } = await callBotApi(bot, 'sendDocument', sent)
        files.add({ fileId: document.file_id, hash, size: bytes.length })
      },
    }
  }

  const sendAgain = (): Write | undefined => {
    const one = pick(writer, files.documents.slice(-KEPT))
    if (one?.hash === undefined) return undefined
    const caption = newName('again f')
    return {
      kind: 'send a file by its id',
      changes: [shown(caption, one.hash)],
      async perform() {
        await callBotApi(bot, 'sendDocument', { chat_id: chatId, document: one.fileId, caption })
      },
    }
  }

  const sendPhoto = (): Write => {
    const caption = newName('photo f')
    const side = random.range(20, 80)
    return {
      kind: 'send a photo over HTTP',
      changes: [shown(caption, `${side}x${side}`)],
      async perform() {
        const picture = new File([new Uint8Array(squarePng(side))], `${caption}.png`, { type: 'image/png' })
        const { photo } = await callBotApi(bot, 'sendPhoto', { chat_id: chatId, photo: picture, caption })
        const largest = photo.at(-1)
        if (largest?.width !== side) throw new Error(`${caption} is ${largest?.width} wide and not ${side}`)
        files.add({ fileId: largest.file_id, hash: undefined, size: largest.file_size })
      },
    }
  }

  /** All of it is there, or nothing. */
  const sendAlbum = (): Write => {
    const parts = [newName('album f'), newName('album f')].map((caption) => ({ caption, bytes: contentOf(caption) }))
    return {
      kind: 'send an album over HTTP',
      changes: parts.map(({ caption, bytes }) => shown(caption, hashOf(bytes))),
      async perform() {
        const media = parts.map(({ caption, bytes }) => {
          return { type: 'document', media: documentOf(caption, bytes), caption } as const
        })
        await callBotApi(bot, 'sendMediaGroup', { chat_id: chatId, media })
      },
    }
  }

  /** By the visitor, over MTProto. */
  const give = (): Write => {
    const message = newName('given f')
    const [randomId, fileId] = [newRandomId(), newRandomId()]
    const bytes = new Uint8Array(Buffer.alloc(random.range(1, 20_000), `${message} `))
    const hash = hashOf(bytes)
    return toldOf(bot.told, message, {
      kind: 'give a bot a file',
      changes: [shown(message, hash)],
      async perform() {
        files.expect(message, { hash, size: bytes.length })
        await visitor.client.call({ _: 'upload.saveFilePart', fileId, filePart: 0, bytes })
        const file: api.InputFile = {
          ...{ _: 'inputFile', id: fileId, parts: 1, name: `${message}.txt`, md5Checksum: '' },
        }
        const media: api.InputMedia = { _: 'inputMediaUploadedDocument', file, mimeType: 'text/plain', attributes: [] }
        await visitor.client.call({ _: 'messages.sendMedia', peer: bot.toVisitor, media, message, randomId })
      },
    })
  }

  /** The path that the bot was given before a kill is as good after it. */
  const fetchFile = (): Write | undefined => {
    const one = pick(writer, last())
    if (one === undefined) return undefined
    return {
      kind: 'get a file over HTTP',
      changes: [],
      async perform() {
        one.path ??= await pathOf(bot, one)
        const bytes = await downloadFromBotApi(bot, one.path)
        if (bytes.length !== one.size) throw new Error(`${one.path} has ${bytes.length} bytes and not ${one.size}`)
        if (one.hash !== undefined && hashOf(bytes) !== one.hash) throw new Error(`${one.path} is not what was sent`)
      },
    }
  }

  return [
    [4, send],
    [1, sendAgain],
    [1, sendPhoto],
    [1, sendAlbum],
    [1, give],
    [2, fetchFile],
  ]
}

async function pathOf(bot: HttpBot, { fileId, size }: BotFile): Promise<string> {
  const file = await callBotApi(bot, 'getFile', { file_id: fileId })
  if (file.file_size !== size) throw new Error(`a file of ${size} bytes has ${file.file_size}`)
  if (file.file_path === undefined) throw new Error('a file has no path')
  return file.file_path
}
