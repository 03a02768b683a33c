import type { api } from '@chappe/tl-codec/api'
import type { Checklist, ChecklistTask } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewEntities } from './entities.ts'
import { viewChat, viewUserId } from './people.ts'

/** A list of things to do ("Checklist"). */
export function viewChecklist(seen: SeenPeers, { todo, completions = [] }: api.messageMediaToDo): Checklist {
  const entities = viewEntities(seen, todo.title.entities)
  return {
    title: todo.title.text,
    ...(entities.length > 0 && { title_entities: entities }),
    tasks: viewTasks(seen, todo.list, completions),
    ...(todo.othersCanAppend && { others_can_add_tasks: true }),
    ...(todo.othersCanComplete && { others_can_mark_tasks_as_done: true }),
  }
}

/** "ChecklistTask" */
export function viewTasks(
  seen: SeenPeers,
  items: readonly api.TodoItem[],
  completions: readonly api.TodoCompletion[] = [],
): ChecklistTask[] {
  return items.map(({ id, title }) => {
    const entities = viewEntities(seen, title.entities)
    const done = completions.find((one) => one.id === id)
    return { id, text: title.text, ...(entities.length > 0 && { text_entities: entities }), ...whoHasDone(seen, done) }
  })
}

function whoHasDone(seen: SeenPeers, done: api.TodoCompletion | undefined): Partial<ChecklistTask> {
  if (done === undefined) return {}
  const { completedBy, date } = done
  return completedBy._ === 'peerUser'
    ? { completed_by_user: viewUserId(seen, completedBy.userId), completion_date: date }
    : { completed_by_chat: viewChat(seen, completedBy), completion_date: date }
}
