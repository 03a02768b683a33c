/** Writes assets/generated: the store with which a new server begins. Run by the build and after every change of a migration. */
import { generateEmptyStore } from '../src/store/sqlite/empty-store.ts'

generateEmptyStore()
