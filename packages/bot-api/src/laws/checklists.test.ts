import { type api, decode, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewMessage } from '../views/messages.ts'
import { flag, seen, word } from './arbitraries.fixture.ts'

const peerId: api.Peer = { _: 'peerUser', userId: 9n }
const words = word.map((text): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] }))
const items = fc
  .array(words, { minLength: 1, maxLength: 4 })
  .map((titles) => titles.map((title, at): api.todoItem => ({ _: 'todoItem', id: at + 1, title })))

const list = fc
  .record({
    ...{ title: words, list: items },
    othersCanAppend: fc.option(flag, { nil: undefined }),
    othersCanComplete: fc.option(flag, { nil: undefined }),
  })
  .map((todo): api.todoList => ({ _: 'todoList', ...todo }))

function shown(action: api.MessageAction, about?: Parameters<typeof viewMessage>[2]) {
  const message: api.messageService = { _: 'messageService', id: 2, peerId, date: 1, action }
  return viewMessage(seen, decode('Message', encode(message)), about)
}

describe('checklists', () => {
  it('are told with each task, and who has done it', () => {
    fc.assert(
      fc.property(list, fc.array(fc.nat(3), { maxLength: 3 }), (todo, done) => {
        const completions = [...new Set(done)]
          .filter((at) => at < todo.list.length)
          .map((at): api.todoCompletion => ({ _: 'todoCompletion', id: at + 1, completedBy: peerId, date: 50 + at }))
        const media: api.messageMediaToDo = { _: 'messageMediaToDo', todo, completions }
        const message: api.message = { _: 'message', id: 1, peerId, date: 1, message: '', media }
        const told = viewMessage(seen, decode('Message', encode(message)))?.checklist
        expect(told?.title).toBe(todo.title.text)
        expect(told?.tasks.map(({ id, text }) => [id, text])).toEqual(
          todo.list.map(({ id, title }) => [id, title.text]),
        )
        expect(told?.others_can_add_tasks).toBe(todo.othersCanAppend)
        expect(told?.others_can_mark_tasks_as_done).toBe(todo.othersCanComplete)
        for (const { id, completed_by_user, completion_date } of told?.tasks ?? []) {
          const one = completions.find((completion) => completion.id === id)
          expect([completed_by_user?.id, completion_date]).toEqual([one && 9, one?.date])
        }
      }),
    )
  })

  it('are told of when somebody has done something of them, or has added to them', () => {
    const answered = viewMessage(seen, { _: 'message', id: 1, peerId, date: 1, message: 'x' })
    const done: api.MessageAction = { _: 'messageActionTodoCompletions', completed: [1, 2], incompleted: [3] }
    expect(shown(done, { about: answered })).toMatchObject({
      checklist_tasks_done: {
        ...{ checklist_message: { message_id: 1 }, marked_as_done_task_ids: [1, 2] },
        marked_as_not_done_task_ids: [3],
      },
    })
    const item: api.todoItem = { _: 'todoItem', id: 4, title: { _: 'textWithEntities', text: 'milk', entities: [] } }
    expect(shown({ _: 'messageActionTodoAppendTasks', list: [item] })).toMatchObject({
      checklist_tasks_added: { tasks: [{ id: 4, text: 'milk' }] },
    })
  })
})

describe('service messages', () => {
  it('tell of who owns a chat now, or will', () => {
    expect(shown({ _: 'messageActionChangeCreator', newCreatorId: 9n })).toMatchObject({
      chat_owner_changed: { new_owner: { id: 9 } },
    })
    expect(shown({ _: 'messageActionNewCreatorPending', newCreatorId: 9n })).toMatchObject({
      chat_owner_left: { new_owner: { id: 9 } },
    })
  })

  it('tell of a message that was pinned and is gone by what is known of it', () => {
    const gone = { chat: { id: 9, type: 'private', first_name: '' } as const, message_id: 7, date: 0 as const }
    expect(shown({ _: 'messageActionPinMessage' }, { about: gone })).toMatchObject({ pinned_message: gone })
  })
})
