/** What programs carry of the codecs: bundled, minified and gzipped. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface Bundle {
  readonly title: string
  /** A module that re-exports what the program uses; paths are from src. */
  readonly code: string
  /** Bytes. */
  readonly limit: number
}

const KIB = 1024
/** All that clients and servers call. The rest looks numbers up for diagnostics, in tables that bundlers drop if unused. */
const CODEC = 'encode, write, decode, read, decodeMethod, readMethod, encodeResult, decodeResult, readResult, LAYER'

/** Ten methods that all answer with `Updates`: the most that a program of this kind can bring along. */
const SENDING = `messages.sendMessage messages.sendMedia messages.editMessage messages.forwardMessages messages.sendReaction
  messages.updatePinnedMessage messages.getAllDrafts channels.createChannel channels.editTitle channels.editAdmin`
const CHAT = `auth.sendCode auth.signIn users.getFullUser contacts.resolveUsername messages.getDialogs messages.getHistory
  messages.sendMessage messages.readHistory updates.getState updates.getDifference`
const BOT = `auth.importBotAuthorization messages.sendMessage messages.editMessage messages.deleteMessages
  messages.setBotCallbackAnswer messages.sendMedia upload.saveFilePart upload.getFile updates.getState
  updates.getDifference`
const WITHOUT_UPDATES = `auth.sendCode help.getConfig contacts.getContacts contacts.resolveUsername users.getUsers
  messages.readHistory messages.setTyping upload.saveFilePart account.updateStatus updates.getState`

/** A program that imports methods one by one, and the types of what a server pushes. */
function methods(names: string, types: readonly string[]): string {
  return [
    `export { decode, decodeResult, encodeRequest } from './methods/index.ts'`,
    `export { initConnection, invokeWithLayer } from './generated/methods/global.ts'`,
    ...types.map((type) => `export { ${type} } from './generated/methods/types.ts'`),
    ...names.split(/\s+/).map((name, at) => {
      const [namespace, local] = name.split('.')
      return `export { ${local} as method${at} } from './generated/methods/${namespace}.ts'`
    }),
  ].join('\n')
}

export const bundles: readonly Bundle[] = [
  {
    title: 'service schema with the runtime, everything',
    code: `export * from './generated/mtproto.ts'`,
    limit: 12 * KIB,
  },
  { title: 'full API with the runtime', code: `export { ${CODEC} } from './generated/api.ts'`, limit: 160 * KIB },
  {
    title: 'ten methods that answer with updates, and updates',
    code: methods(SENDING, ['Updates']),
    limit: 40_000,
  },
  { title: 'ten methods of a chat program, and updates', code: methods(CHAT, ['Updates']), limit: 40_000 },
  { title: 'ten methods of a bot, and updates', code: methods(BOT, ['Updates']), limit: 40_000 },
  { title: 'ten methods without updates', code: methods(WITHOUT_UPDATES, []), limit: 20_000 },
]

const source = fileURLToPath(new URL('../src/', import.meta.url))

export async function measure({ code }: Bundle): Promise<{ readonly minified: number; readonly gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: source },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  })
  const bytes = outputFiles[0]?.contents ?? new Uint8Array()
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length }
}
