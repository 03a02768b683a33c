import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { type MessageText, maxMessageLength, normalizeText } from '../../rules/message-text.ts'
import { checkBlocks } from '../../rules/rich/checked-blocks.ts'
import type { RichRules } from '../../rules/rich/checked-text.ts'
import type { NamedFile } from '../../rules/rich/html-blocks.ts'
import type { HtmlNode } from '../../rules/rich/html-tree.ts'
import { namedIn } from '../../rules/rich/named-in.ts'
import { plainBlocks } from '../../rules/rich/plain-blocks.ts'
import { maxRichBytes, richLimits } from '../../rules/rich/rich-limits.ts'
import { webFilesIn } from '../../rules/rich/web-files.ts'
import { cutText } from '../../rules/text-length.ts'
import { keepTogether } from '../files/keep-together.ts'
import { fetchWebFiles } from './fetch-web-files.ts'
import { parseGeoPoint } from './locations.ts'
import { resolveMentions } from './resolve-mentions.ts'

/** A rich message as it is stored, and what those are shown who know of none. */
export interface ParsedRichMessage extends MessageText {
  readonly richMessage: api.richMessage
}

interface Files {
  readonly photos: api.photo[]
  readonly documents: api.document[]
  readonly named: Map<string, NamedFile>
}

/**
 * The content of a rich message, in any of its three forms. Files are those that its sender may show, and what HTML and Markdown show of
 * the web, which is fetched unless it is a draft. Throws the public error for what is wrong with it.
 */
export async function parseRichMessage(
  ports: ServicePorts,
  userId: UserId,
  input: api.InputRichMessage,
  { mayThink = false }: { readonly mayThink?: boolean } = {},
): Promise<ParsedRichMessage> {
  const files = await filesOf(ports, userId, input)
  const given = await blocksIn(ports, userId, input, files, !mayThink)
  const users = input._ === 'inputRichMessage' ? input.users : undefined
  const blocks = checkBlocks(given, {
    ...(await named(ports, userId, given, users)),
    photos: new Set(files.photos.map(({ id }) => id)),
    documents: new Map(files.documents.map((document) => [document.id, kindOf(document)])),
    detects: input.noautolink !== true,
    mayThink,
    geo: (point) => parseGeoPoint(ports, point),
  })
  const { photos, documents } = files
  const richMessage: api.richMessage = { _: 'richMessage', rtl: input.rtl || undefined, blocks, photos, documents }
  if (encode(richMessage).length > maxRichBytes) throw badRequest('RICH_MESSAGE_TOO_LONG')
  await keepTogether(ports, files)
  const text = cutText(plainBlocks(blocks).trim(), maxMessageLength)
  return { richMessage, ...normalizeText(text, [], { mayBeEmpty: true, detect: input.noautolink !== true }) }
}

/** The readers of HTML and Markdown are loaded when there is something to read: they are a fifth of what a server loads. */
async function blocksIn(
  ports: ServicePorts,
  userId: UserId,
  input: api.InputRichMessage,
  files: Files,
  fetches: boolean,
): Promise<readonly api.PageBlock[]> {
  if (input._ === 'inputRichMessage') return input.blocks
  const { readBlocks } = await import('../../rules/rich/html-blocks.ts')
  const { readHtml } = await import('../../rules/rich/html-tree.ts')
  const nodes = input._ === 'inputRichMessageHTML' ? readHtml(input.html) : await markdownNodes(input.markdown)
  if (fetches) await addWebFiles(ports, userId, nodes, files)
  return readBlocks(nodes, files.named)
}

async function markdownNodes(markdown: string): Promise<readonly HtmlNode[]> {
  const { readHtml } = await import('../../rules/rich/html-tree.ts')
  const { markdownToHtml, withSigns } = await import('../../rules/rich/markdown-to-html.ts')
  return withSigns(readHtml(markdownToHtml(markdown)))
}

/** Has what lies on the web stand beside what was uploaded. */
async function addWebFiles(
  ports: ServicePorts,
  userId: UserId,
  nodes: readonly HtmlNode[],
  files: Files,
): Promise<void> {
  const urls = webFilesIn(nodes)
  if (urls.size === 0) return
  if (urls.size + files.named.size > richLimits.media) throw badRequest('RICH_MESSAGE_MEDIA_TOO_MUCH')
  for (const [url, file] of await fetchWebFiles(ports, userId, urls)) addFile(files, url, file)
}

/** A file that the text names so. */
function addFile({ photos, documents, named: all }: Files, name: string, file: api.photo | api.document): void {
  if (file._ === 'photo') {
    if (!photos.some(({ id }) => id === file.id)) photos.push(file)
    all.set(name, { kind: 'photo', id: file.id })
    return
  }
  const kind = kindOf(file)
  // The layer has no block of general files.
  if (kind === 'other') throw badRequest('RICH_VALIDATE_CTOR_NOT_ALLOWED')
  if (!documents.some(({ id }) => id === file.id)) documents.push(file)
  all.set(name, { kind, id: file.id })
}

async function filesOf(ports: ServicePorts, userId: UserId, input: api.InputRichMessage): Promise<Files> {
  const files: Files = { photos: [], documents: [], named: new Map() }
  const asked: readonly api.InputRichFile[] =
    input._ === 'inputRichMessage'
      ? [
          ...(input.photos ?? []).map((photo): api.InputRichFile => ({ _: 'inputRichFilePhoto', id: '', photo })),
          ...(input.documents ?? []).map((document): api.InputRichFile => {
            return { _: 'inputRichFileDocument', id: '', document }
          }),
        ]
      : (input.files ?? [])
  if (asked.length > richLimits.media) throw badRequest('RICH_MESSAGE_MEDIA_TOO_MUCH')
  for (const one of asked) {
    if (one._ === 'inputRichFilePhoto') {
      const { photo } = await ports.photos.shownPhoto(userId, { _: 'inputMediaPhoto', id: one.photo })
      if (photo?._ !== 'photo') throw badRequest('RICH_MESSAGE_MEDIA_INVALID')
      addFile(files, one.id, photo)
    } else {
      const { document } = await ports.documents.shownDocument(userId, { _: 'inputMediaDocument', id: one.document })
      if (document?._ !== 'document') throw badRequest('RICH_MESSAGE_MEDIA_INVALID')
      addFile(files, one.id, document)
    }
  }
  return files
}

function kindOf({ attributes }: api.document): 'video' | 'audio' | 'other' {
  const has = (name: api.DocumentAttribute['_']): boolean => attributes.some((attribute) => attribute._ === name)
  if (has('documentAttributeVideo') || has('documentAttributeAnimated')) return 'video'
  return has('documentAttributeAudio') ? 'audio' : 'other'
}

/** Whom and which emoji the sender may name, by the rules of messages. */
async function named(
  ports: ServicePorts,
  userId: UserId,
  blocks: readonly api.PageBlock[],
  users: readonly api.InputUser[] = [],
): Promise<Pick<RichRules, 'people' | 'emoji'>> {
  const nowhere = { offset: 0, length: 0 }
  const { people, emoji } = namedIn(blocks)
  if (people.size + emoji.size + users.length > richLimits.blocks) throw badRequest('RICH_MESSAGE_TOO_LONG')
  const kept = await resolveMentions(ports, userId, [
    ...users.map((one): api.MessageEntity => ({ _: 'inputMessageEntityMentionName', ...nowhere, userId: one })),
    ...[...people].map((one): api.MessageEntity => ({ _: 'messageEntityMentionName', ...nowhere, userId: one })),
    ...[...emoji].map((id): api.MessageEntity => ({ _: 'messageEntityCustomEmoji', ...nowhere, documentId: id })),
  ])
  return {
    people: new Set(kept.flatMap((one) => (one._ === 'messageEntityMentionName' ? [one.userId] : []))),
    emoji: new Set(kept.flatMap((one) => (one._ === 'messageEntityCustomEmoji' ? [one.documentId] : []))),
  }
}
