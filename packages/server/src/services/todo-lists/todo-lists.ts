import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { amendPost } from '../../chats/channels/amend-post.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { postNote } from '../../chats/channels/post.ts'
import { actsAs } from '../../chats/channels/send-as.ts'
import { readable } from '../../chats/channels/standing.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { amend } from '../../chats/placing/amend.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { findCopies, getMessage, type OwnMessage, unpack } from '../../chats/placing/message-copies.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { renderBox } from '../../delivery/render-box.ts'
import type { BoxId, ChannelId, PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Service, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { requireAuthor } from '../../rules/author.ts'
import { type Act, allow } from '../../rules/rights.ts'
import { maxTodoItems, normalizeTodoItems, todoMedia } from '../../rules/todo-list.ts'
import type { Transaction } from '../../store/store.ts'

/** What is to become of a list, and what is said of it in the chat. */
interface Change {
  readonly media: api.messageMediaToDo
  readonly action: api.MessageAction
}

/** @param by as whom it is done */
type Decision = (list: TodoMessage, date: number, by: PeerId) => Change | undefined

/** Lists that two people, or one alone, work off ("Checklists and to-do lists"). */
export function createTodoListsService(ports: ServicePorts): Service {
  const { store, clock, inputPeers } = ports

  /** The same of a list in a channel. */
  const changeInChannel = async (
    { userId, caller: { session } }: UserContext,
    channel: ChannelId,
    id: number,
    act: Act,
    decide: Decision,
  ): Promise<api.Updates> => {
    const date = unixSeconds(clock)
    const { changed, sent } = await store.transaction(async (tx) => {
      const { standing, record, above } = await readable(tx, userId, channel, date)
      const stored = id > above ? await tx.messages.get(channel, id) : undefined
      const own = stored && unpack(stored)
      if (own === undefined) throw badRequest('MESSAGE_ID_INVALID')
      const { message } = own
      if (message._ !== 'message' || message.media?._ !== 'messageMediaToDo') throw badRequest('MESSAGE_ID_INVALID')
      allow(standing, act)
      const by = await actsAs(tx, record, userId)
      const decided = decide({ own, media: message.media }, date, by)
      if (decided === undefined) return { changed: undefined, sent: [] }
      const after = { ...quietly(message), media: decided.media }
      const changed = await amendPost(tx, ports, own.stored, message, after, { date, except: session })
      const posting = { record, from: userId, date, session }
      return { changed, sent: await postNote(tx, ports, posting, decided.action, { replyTo: { id } }) }
    })
    return answerPosts(ports, userId, { channel, date, changed, sent })
  }

  /** Changes a list in all its copies and says so; does nothing if there is no change. */
  const change = async (
    { userId, caller }: UserContext,
    request: { readonly peer: api.InputPeer; readonly msgId: number },
    act: Act,
    decide: Decision,
  ): Promise<api.Updates> => {
    const { kind, peer } = await inputPeers.chat(userId, request.peer)
    if (kind === 'channel') return changeInChannel({ userId, caller }, peer, request.msgId, act, decide)
    const date = unixSeconds(clock)
    const { changed, sent } = await store.transaction(async (tx) => {
      await allowIn(tx, userId, peer, act)
      const list = await getTodoMessage(tx, userId, peer, request.msgId)
      const decided = decide(list, date, userId)
      if (decided === undefined) return { changed: undefined, sent: [] }
      const { media, action } = decided
      const amendments = (await findCopies(tx, list.own)).flatMap((copy) =>
        copy.message._ === 'message' ? [{ copy, message: { ...quietly(copy.message), media } }] : [],
      )
      // The service message that follows goes into both boxes, also where the other copy is gone.
      await holdBoxes(tx, await boxesOfChat(tx, userId, peer))
      const told = await amend(tx, ports, amendments, { date, except: caller.session })
      const place = { from: userId, to: peer, date, replyTo: { id: request.msgId }, session: caller.session }
      return {
        changed: told.get(userId),
        sent: [await deliver(tx, ports, noteDraft(action, place))],
      }
    })
    const updates = changed && (await renderBox(store.read, changed))
    return answerWhole(ports, userId, { to: peer, date, sent, scheduled: undefined }, [], updates)
  }

  return {
    methods: {
      'messages.toggleTodoCompleted': userMethod({ acts: ['complete todo'] }, async (context, request) => {
        const { completed, incompleted } = request
        if (completed.length > maxTodoItems || incompleted.length > maxTodoItems) {
          throw badRequest('TODO_ITEMS_TOO_MUCH')
        }
        return change(context, request, 'complete todo', ({ own, media }, date, peer) => {
          requireAuthor({ isOwn: own.stored.from === context.userId, letsOthers: media.todo.othersCanComplete })
          const by = toPeer(peer)
          return complete(media, { completed, incompleted }, (id) => ({
            _: 'todoCompletion',
            id,
            completedBy: by,
            date,
          }))
        })
      }),

      'messages.appendTodoList': userMethod({ acts: ['append todo'] }, async (context, request) => {
        return change(context, request, 'append todo', ({ own, media }) => {
          const { todo, completions } = media
          requireAuthor({ isOwn: own.stored.from === context.userId, letsOthers: todo.othersCanAppend })
          if (request.list.length === 0) throw badRequest('TODO_NOT_MODIFIED')
          const list = normalizeTodoItems(request.list, todo.list)
          return {
            media: todoMedia({ ...todo, list: [...todo.list, ...list] }, completions),
            action: { _: 'messageActionTodoAppendTasks', list },
          }
        })
      }),
    },
  }
}

interface TodoMessage<Box extends BoxId = BoxId> {
  readonly own: OwnMessage<Box>
  readonly media: api.messageMediaToDo
}

async function getTodoMessage(tx: Transaction, userId: UserId, peer: PeerId, id: number): Promise<TodoMessage<UserId>> {
  const own = await getMessage(tx, userId, peer, id)
  const media = own.message._ === 'message' ? own.message.media : undefined
  if (media?._ !== 'messageMediaToDo') throw badRequest('MESSAGE_ID_INVALID')
  return { own, media }
}

/** Completes and uncompletes items; undefined if that changes nothing. */
function complete(
  { todo, completions = [] }: api.messageMediaToDo,
  asked: { readonly completed: readonly number[]; readonly incompleted: readonly number[] },
  completion: (id: number) => api.todoCompletion,
): Change | undefined {
  const done = new Set(completions.map(({ id }) => id))
  const open = new Set(todo.list.map(({ id }) => id).filter((id) => !done.has(id)))
  const completed = [...new Set(asked.completed)].filter((id) => open.has(id))
  const incompleted = [...new Set(asked.incompleted)].filter((id) => done.has(id))
  if (completed.length + incompleted.length === 0) return undefined
  const kept = completions.filter(({ id }) => !incompleted.includes(id))
  return {
    media: todoMedia(todo, [...kept, ...completed.map(completion)]),
    action: { _: 'messageActionTodoCompletions', completed, incompleted },
  }
}

/** A change of its list does not mark a message as edited, unless it was edited before. */
function quietly(message: api.message): api.message {
  return { ...message, editHide: message.editDate === undefined || message.editHide || undefined }
}
