import type { api } from '@chappe/tl-codec/api'
import { withGameButton } from '../../chats/content/game.ts'
import { parseMedia } from '../../chats/content/parse-media.ts'
import { parseReplyMarkup } from '../../chats/content/reply-markup.ts'
import { textBeside } from '../../chats/content/text-beside.ts'
import { gifIn } from '../../chats/files/is-gif.ts'
import { saveDocument } from '../../chats/lists/saved-documents.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { NewPoll } from '../../store/domain/chats/polls.ts'
import { type Item, send } from './sending.ts'

/** "Albums": how many messages are one. */
const maxInAlbum = 10

interface Parsed {
  readonly item: Item
  readonly poll: NewPoll | undefined
}

export function createSendMedia(ports: ServicePorts): Methods {
  const { store, random, clock } = ports

  const parse = async (
    { userId }: UserContext,
    { media: input, message, randomId, entities: given }: Omit<api.inputSingleMedia, '_'>,
    groupedId?: bigint,
  ): Promise<Parsed> => {
    const { media, poll } = await parseMedia(ports, userId, input)
    const { text, entities } = await textBeside(ports, userId, media, { message, entities: given })
    return { item: { text, entities, media, randomId, groupedId }, poll }
  }

  /**
   * Polls are stored before the messages that show them. If such a message then fails, its poll does no harm and is
   * forgotten later.
   */
  const keepPolls = async (parsed: readonly Parsed[]): Promise<void> => {
    const polls = parsed.map(({ poll }) => poll).filter((poll) => poll !== undefined)
    if (polls.length === 0) return
    await store.transaction(async (tx) => {
      for (const poll of polls) await tx.polls.put(poll)
    })
  }

  /** Whoever sends a GIF has it at hand from then on; clients expect that without asking for it ("Working with GIFs"). */
  const keepGifs = async ({ userId, caller }: UserContext, items: readonly Item[]): Promise<void> => {
    const gifs = items.flatMap(({ media }) => gifIn(media)?.id ?? [])
    if (gifs.length === 0) return
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      for (const gif of gifs) {
        await saveDocument(tx, ports, 'gifs', { userId, document: Number(gif), date, except: caller.session })
      }
    })
  }

  return {
    'messages.sendMedia': userMethod(
      { acts: ['send', 'schedule'], rate: { burst: 500, secondsEach: 0.05 } },
      async (context, request) => {
        const parsed = await parse(context, request)
        await keepPolls([parsed])
        const given = await parseReplyMarkup(ports, context.userId, request.replyMarkup)
        const replyMarkup = withGameButton(parsed.item.media, given)
        const outcome = await send(ports, context, request, [{ ...parsed.item, replyMarkup }])
        await keepGifs(context, [parsed.item])
        return answerWhole(ports, context.userId, outcome, [request.randomId])
      },
    ),

    'messages.sendMultiMedia': userMethod(
      { acts: ['send', 'schedule'], rate: { burst: 100, secondsEach: 0.5 } },
      async (context, request) => {
        const { multiMedia } = request
        if (multiMedia.length === 0) throw badRequest('MEDIA_EMPTY')
        if (multiMedia.length > maxInAlbum) throw badRequest('MULTI_MEDIA_TOO_LONG')
        const randomIds = multiMedia.map((single) => single.randomId)
        if (new Set(randomIds).size !== randomIds.length) throw badRequest('RANDOM_ID_INVALID')
        const groupedId = multiMedia.length === 1 ? undefined : randomLong(random)
        const parsed = await Promise.all(multiMedia.map((single) => parse(context, single, groupedId)))
        await keepPolls(parsed)
        const items = parsed.map(({ item }) => item)
        const outcome = await send(ports, context, request, items)
        await keepGifs(context, items)
        return answerWhole(ports, context.userId, outcome, randomIds)
      },
    ),
  }
}
