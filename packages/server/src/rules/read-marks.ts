/** When a message was read is kept so long ("pm_read_date_expire_period", "chat_read_mark_expire_period"). */
export const readDateSeconds: number = 7 * 24 * 3600

/** In a larger group nobody is told who has read a message ("chat_read_mark_size_threshold"). */
export const maxReaders = 100
