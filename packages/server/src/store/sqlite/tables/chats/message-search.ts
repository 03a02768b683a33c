import type { SQLInputValue } from 'node:sqlite'
import type { PeerId } from '../../../../ids.ts'
import type {
  FoundMessage,
  MessageSearch,
  MessageSearchWrites,
  SearchDocument,
} from '../../../domain/chats/message-search.ts'
import { type Connection, list, type Statement } from '../../engine/connection.ts'
import { boxIdOf, integer, peerIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { ArrivedMessages } from './arrived-messages.ts'

/** A row of the index is named by the box's own small number and, in the low half, the message's. */
const numberShift = 32n

/** Of which words consist, as `searchWords` takes them from a query. What else there is in a text separates them. */
const separators = /[^\p{L}\p{N}\p{M}]+/u

/** The box stands before each word in a fixed number of signs, so that no box and word look like another box and word. */
const boxSigns = 7

/** The index names its rows by the box's number, so they go before the number does. */
export const messageSearchRows: RowsOfAccount = {
  message_words: {
    erase: `DELETE FROM message_words WHERE rowid IN (
      SELECT w.rowid FROM indexed_boxes i JOIN message_words w
      ON w.rowid BETWEEN i.number << 32 AND ((i.number + 1) << 32) - 1 WHERE i.box = ?1 LIMIT ?2)`,
  },
  indexed_boxes: { owner: 'box', key: 'number' },
}

/**
 * Full-text search by FTS5. All boxes share one index, but no words: each begins with the box. The words with one beginning
 * are all looked up and their rows put together before anything else is asked of a row, so words that boxes shared would
 * have whoever searches pay for what all others wrote. A chat is one more word that a row must have.
 */
export function createMessageSearch(connection: Connection, arrived: ArrivedMessages): MessageSearchWrites {
  const selectBox = connection.read('SELECT number, up_to FROM indexed_boxes WHERE box = ?')
  const selectBoxes = connection.read(
    'SELECT box, up_to FROM indexed_boxes WHERE box IN (SELECT value FROM json_each(?))',
  )
  const insertBox = connection.write('INSERT INTO indexed_boxes (box, up_to) VALUES (?, 0) RETURNING number, up_to')
  const setUpTo = connection.write('UPDATE indexed_boxes SET up_to = ? WHERE box = ?')
  const insertWords = connection.write('INSERT OR REPLACE INTO message_words (rowid, body, chat) VALUES (?, ?, ?)')
  const removeWords = connection.write('DELETE FROM message_words WHERE rowid = ?')
  const statements = new Map<string, Statement>()
  const prepared = (sql: string): Statement => {
    const statement = statements.get(sql) ?? connection.read(sql)
    statements.set(sql, statement)
    return statement
  }
  const run = ({ sql, values }: Query, limit: number): FoundMessage[] =>
    prepared(sql)
      .all(...values, limit)
      .map((found) => ({ id: integer(found['id']), peer: peerIdOf(found['peer']), date: integer(found['date']) }))
  const put = (number: number, { id, peer, text }: SearchDocument): void => {
    if (text === '') removeWords.run(rowOf(number, id))
    else insertWords.run(rowOf(number, id), ownWords(number, text), ownWord(number, chatWord(peer)))
  }

  return {
    async find(search, limit) {
      const row = search.words.length === 0 ? undefined : selectBox.get(search.box)
      if (search.words.length > 0 && row === undefined) return []
      const { box, words } = search
      arrived.settle(box)
      // Only what has settled is indexed. What has not is newer.
      const rows = words.length > 0 ? [] : arrived.rowsOf(box)
      const fresh = rows.length === 0 ? [] : run(arrivedQuery(search, rows), limit)
      const settled = run(query(search, row === undefined ? 0 : integer(row['number'])), limit - fresh.length)
      return [...fresh, ...settled]
    },
    async indexedUpTo(box) {
      const row = selectBox.get(box)
      return row === undefined ? 0 : integer(row['up_to'])
    },
    async indexed(boxes) {
      return new Map(selectBoxes.all(list(boxes)).map((row) => [boxIdOf(row['box']), integer(row['up_to'])]))
    },
    async index(box, documents, upTo) {
      arrived.settle(box)
      const row = selectBox.get(box) ?? insertBox.get(box)
      const number = integer(row?.['number'])
      for (const document of documents) if (document.text !== '') put(number, document)
      setUpTo.run(upTo, box)
    },
    async reindex(box, document) {
      const row = selectBox.get(box)
      if (row !== undefined && integer(row['up_to']) >= document.id) put(integer(row['number']), document)
    },
    async remove(box, ids) {
      const row = selectBox.get(box)
      if (row === undefined) return
      for (const id of ids) if (id <= integer(row['up_to'])) removeWords.run(rowOf(integer(row['number']), id))
    },
  }
}

/** A statement, and what is bound to it. */
interface Query {
  readonly sql: string
  readonly values: SQLInputValue[]
}

/** For a search without words, among rows that have not settled. */
function arrivedQuery(search: MessageSearch, rows: readonly number[]): Query {
  const conditions = ['m.seq IN (SELECT value FROM json_each(?))', 'm.box = ?']
  const values = [list(rows), search.box]
  if (search.marks.length > 0) addMarked(search, conditions, values)
  return finish('arrived_messages m', search, conditions, values)
}

/** The statement for the conditions that a search has, among settled messages. */
function query(search: MessageSearch, number: number): Query {
  const { box, peer, words, marks } = search
  const values: SQLInputValue[] = []
  const conditions: string[] = []
  let source = 'messages m'
  if (words.length > 0) {
    source = 'message_words w CROSS JOIN messages m ON m.box = ? AND m.id = w.rowid - ?'
    values.push(box, rowOf(number, 0))
    conditions.push('w.message_words MATCH ?')
    values.push(match(number, words, peer))
  } else if (marks.length > 0) {
    source = `(SELECT DISTINCT id FROM message_marks WHERE box = ? AND mark IN (SELECT value FROM json_each(?))${
      peer === undefined ? '' : ' AND peer = ?'
    }) t CROSS JOIN messages m ON m.box = ? AND m.id = t.id`
    values.push(box, list(marks), ...(peer === undefined ? [] : [peer]), box)
  } else {
    conditions.push('m.box = ?')
    values.push(box)
  }
  if (words.length > 0 && marks.length > 0) addMarked(search, conditions, values)
  return finish(source, search, conditions, values)
}

function addMarked({ marks }: MessageSearch, conditions: string[], values: SQLInputValue[]): void {
  conditions.push(
    `EXISTS (SELECT 1 FROM message_marks k WHERE k.box = m.box AND k.id = m.id
     AND k.mark IN (SELECT value FROM json_each(?)))`,
  )
  values.push(list(marks))
}

/** Adds what all searches may ask for. */
function finish(source: string, search: MessageSearch, conditions: string[], values: SQLInputValue[]): Query {
  const { box, peer, thread, savedFrom, tags = [], words, from, minDate, maxDate } = search
  const add = (condition: string, ...bound: SQLInputValue[]): void => {
    conditions.push(condition)
    values.push(...bound)
  }
  if (peer !== undefined) add('m.peer = ?', peer)
  if (thread !== undefined) add('m.thread = ?', thread)
  if (from !== undefined) {
    add('m.sender = ?', from)
    add(
      "NOT EXISTS (SELECT 1 FROM message_marks a WHERE a.box = m.box AND a.mark = 'sentAs' AND a.peer = m.peer AND a.id = m.id)",
    )
  }
  const saved = 'EXISTS (SELECT 1 FROM saved_messages s WHERE s.box = m.box AND s.peer = ? AND s.id = m.id)'
  if (savedFrom !== undefined) add(saved, savedFrom)
  for (const tag of tags) add('m.id IN (SELECT t.id FROM saved_tags t WHERE t.box = ? AND t.reaction = ?)', box, tag)
  if (minDate > 0) add('m.date >= ?', minDate)
  if (maxDate > 0) add('m.date <= ?', maxDate)
  const order = words.length > 0 ? 'w.rowid' : 'm.id'
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return { sql: `SELECT m.id, m.peer, m.date FROM ${source}${where} ORDER BY ${order} DESC LIMIT ?`, values }
}

/** In the language of FTS5: quotes keep a word from being read as an operator. */
function match(number: number, words: readonly string[], peer: PeerId | undefined): string {
  const terms = words.map((word) => `body : "${ownWord(number, word).replaceAll('"', '""')}" *`)
  if (peer !== undefined) terms.push(`chat : "${ownWord(number, chatWord(peer))}"`)
  return terms.join(' AND ')
}

/** The words of a text, each as it stands in the index for one box. */
function ownWords(number: number, text: string): string {
  const words = new Set(text.split(separators))
  words.delete('')
  return [...words].map((word) => ownWord(number, word)).join(' ')
}

function ownWord(number: number, word: string): string {
  return number.toString(36).padStart(boxSigns, '0') + word
}

function chatWord(peer: PeerId): string {
  return peer < 0 ? `n${-peer}` : `p${peer}`
}

function rowOf(number: number, id: number): bigint {
  return (BigInt(number) << numberShift) + BigInt(id)
}
