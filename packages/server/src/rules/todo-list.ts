import type { api } from '@chappe/tl-codec/api'
import { normalizeText } from './message-text.ts'
import { invalid } from './refusal.ts'
import { isStyle } from './styles.ts'

/** "Checklists and to-do lists": the limits, which clients read from the app config. */
export const maxTodoItems = 30
export const maxTodoTitleLength = 255
export const maxTodoItemLength = 200

/**
 * A list as it is stored. Throws `TODO_ITEMS_EMPTY`, `TODO_ITEMS_TOO_MUCH`, `TODO_ITEM_DUPLICATE`, or the public error for
 * a text.
 */
export function normalizeTodoList({ othersCanAppend, othersCanComplete, title, list }: api.TodoList): api.todoList {
  if (list.length === 0) throw invalid('TODO_ITEMS_EMPTY')
  return {
    _: 'todoList',
    othersCanAppend,
    othersCanComplete,
    // Nothing can be opened from a title.
    title: styledText(title, { maxLength: maxTodoTitleLength, detect: false }),
    list: normalizeTodoItems(list),
  }
}

/** @param before the items that are in the list already */
export function normalizeTodoItems(
  items: readonly api.TodoItem[],
  before: readonly api.TodoItem[] = [],
): api.todoItem[] {
  if (before.length + items.length > maxTodoItems) throw invalid('TODO_ITEMS_TOO_MUCH')
  // The documentation wants them above 0; mtcute begins there.
  if (items.some(({ id }) => id < 0)) throw invalid('MEDIA_INVALID')
  const ids = [...before, ...items].map(({ id }) => id)
  if (new Set(ids).size !== ids.length) throw invalid('TODO_ITEM_DUPLICATE')
  return items.map(({ id, title }) => ({
    _: 'todoItem',
    id,
    title: styledText(title, { maxLength: maxTodoItemLength }),
  }))
}

function styledText(
  { text, entities }: api.TextWithEntities,
  limits: Parameters<typeof normalizeText>[2],
): api.textWithEntities {
  return { _: 'textWithEntities', ...normalizeText(text, entities.filter(isStyle), limits) }
}

/** The list in another form: what is still in it stays as done as it was. */
export function withTodoList({ completions = [] }: api.messageMediaToDo, todo: api.todoList): api.messageMediaToDo {
  const ids = new Set(todo.list.map(({ id }) => id))
  return todoMedia(
    todo,
    completions.filter(({ id }) => ids.has(id)),
  )
}

export function todoMedia(todo: api.TodoList, completions: readonly api.TodoCompletion[] = []): api.messageMediaToDo {
  return { _: 'messageMediaToDo', todo, completions: completions.length === 0 ? undefined : [...completions] }
}
