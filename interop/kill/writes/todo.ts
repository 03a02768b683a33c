import type { api } from '@chappe/tl-codec/api'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { BLOCKED, type Chat, inBoth, type SentMessage } from './chat.ts'
import { sendMedia } from './send-media.ts'

/** To-do lists, which are worked off and grow. */
export function todoPlans(chat: Chat): Plans {
  return [
    [1, () => sendTodo(chat)],
    [2, () => tick(chat)],
    [1, () => grow(chat)],
  ]
}

function item(id: number): api.todoItem {
  return { _: 'todoItem', id, title: { _: 'textWithEntities', text: `item ${id}`, entities: [] } }
}

function sendTodo(chat: Chat): Write {
  const tag = chat.newName('m')
  const title: api.textWithEntities = { _: 'textWithEntities', text: tag, entities: [] }
  const todo: api.todoList = { _: 'todoList', title, list: [item(1), item(2)] }
  return sendMedia(chat, tag, 'todo', { _: 'inputMediaTodo', todo }, show([false, false]))
}

/** Which items are done, in their order; they are numbered from 1 on. */
type Items = readonly boolean[]

function show(items: Items): string {
  return `todo ${items.map((done, at) => `${at + 1}${done ? '+' : ''}`).join(' ')}`
}

function pick({ me, ledger, messages }: Chat): { readonly sent: SentMessage; readonly items: Items } | undefined {
  const sent = messages.pick(({ kind }) => kind === 'todo')
  if (sent === undefined) return undefined
  const shown = ledger.value(me.index, `message ${sent.tag}`)?.split(': todo ')[1] ?? ''
  return { sent, items: shown.split(' ').map((one) => one.endsWith('+')) }
}

function tick(chat: Chat): Write | undefined {
  const { me, peer, random } = chat
  const picked = pick(chat)
  if (picked === undefined) return undefined
  const { sent, items } = picked
  const at = random.int(items.length)
  const done = items[at] !== true
  const after = items.map((before, n) => (n === at ? done : before))
  const ids = { completed: done ? [at + 1] : [], incompleted: done ? [] : [at + 1] }
  return {
    kind: done ? 'tick an item' : 'untick an item',
    changes: inBoth(chat, `message ${sent.tag}`, (with_) => `with ${with_}: ${show(after)}`),
    refusals: BLOCKED,
    async perform() {
      await me.client.call({ _: 'messages.toggleTodoCompleted', peer, msgId: sent.id, ...ids })
    },
  }
}

const MOST_ITEMS = 10

function grow(chat: Chat): Write | undefined {
  const { me, peer } = chat
  const picked = pick(chat)
  if (picked === undefined || picked.items.length >= MOST_ITEMS) return undefined
  const { sent, items } = picked
  const list = [item(items.length + 1)]
  return {
    kind: 'add an item',
    changes: inBoth(chat, `message ${sent.tag}`, (with_) => `with ${with_}: ${show([...items, false])}`),
    doneBefore: ['TODO_ITEM_DUPLICATE'],
    refusals: BLOCKED,
    async perform() {
      await me.client.call({ _: 'messages.appendTodoList', peer, msgId: sent.id, list })
    },
  }
}
