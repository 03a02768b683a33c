import type { SavedDocumentWrites } from '../../../domain/lists/saved-documents.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { documentColumns, toDocument } from '../files/documents.ts'

export const savedDocumentRows: RowsOfAccount = {
  saved_documents: {
    erase: `DELETE FROM saved_documents WHERE owner = ?1 AND (list, document) IN
      (SELECT list, document FROM saved_documents WHERE owner = ?1 LIMIT ?2)`,
  },
}

export function createSavedDocuments(connection: Connection): SavedDocumentWrites {
  const selectIds = connection.read(
    'SELECT document FROM saved_documents WHERE owner = ? AND list = ? ORDER BY position DESC',
  )
  const selectAll = connection.read(
    `SELECT ${documentColumns} FROM saved_documents s JOIN documents d ON d.id = s.document
     WHERE s.owner = ? AND s.list = ? ORDER BY s.position DESC`,
  )
  const insert = connection.write(
    `INSERT INTO saved_documents (owner, list, document, position) VALUES (?1, ?2, ?3,
       (SELECT coalesce(max(position), 0) + 1 FROM saved_documents WHERE owner = ?1 AND list = ?2))
     ON CONFLICT DO UPDATE SET position = excluded.position`,
  )
  const removeOldest = connection.write(
    `DELETE FROM saved_documents WHERE owner = ?1 AND list = ?2 AND document IN
       (SELECT document FROM saved_documents WHERE owner = ?1 AND list = ?2 ORDER BY position DESC LIMIT -1 OFFSET ?3)`,
  )
  const removeEqual = connection.write(
    `DELETE FROM saved_documents WHERE owner = ?1 AND list = ?2 AND document <> ?3 AND document IN
       (SELECT id FROM documents WHERE hash = (SELECT hash FROM documents WHERE id = ?3))`,
  )
  // What stands before has a higher position.
  const makeRoom = connection.write(
    `UPDATE saved_documents SET position = position + 1 WHERE owner = ?1 AND list = ?2 AND position >=
       (SELECT position FROM saved_documents WHERE owner = ?1 AND list = ?2 AND document = ?3)`,
  )
  const moveBehind = connection.write(
    `UPDATE saved_documents SET position =
       (SELECT position - 1 FROM saved_documents WHERE owner = ?1 AND list = ?2 AND document = ?4)
     WHERE owner = ?1 AND list = ?2 AND document = ?3`,
  )
  const remove = connection.write('DELETE FROM saved_documents WHERE owner = ? AND list = ? AND document = ?')

  const ids: SavedDocumentWrites['ids'] = async (owner, list) =>
    selectIds.all(owner, list).map((row) => integer(row['document']))

  return {
    ids,
    async all(owner, list) {
      return selectAll.all(owner, list).map(toDocument)
    },
    async save(owner, list, document, max) {
      const [first] = await ids(owner, list)
      if (first === document) return false
      insert.run(owner, list, document)
      removeEqual.run(owner, list, document)
      removeOldest.run(owner, list, max)
      return true
    },
    async moveBehind(owner, list, document, other) {
      const before = await ids(owner, list)
      if (before.indexOf(document) === before.indexOf(other) + 1) return false
      makeRoom.run(owner, list, other)
      moveBehind.run(owner, list, document, other)
      return true
    },
    async remove(owner, list, document) {
      return remove.count(owner, list, document) > 0
    },
  }
}
