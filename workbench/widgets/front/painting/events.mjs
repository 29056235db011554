// Who hears what: on(event, heard) returns what stops it.
export class Events {
  #heard = new Map();

  on(event, heard) {
    if (!this.#heard.has(event)) this.#heard.set(event, new Set());
    this.#heard.get(event).add(heard);
    return () => this.#heard.get(event)?.delete(heard);
  }

  emit(event, told) {
    for (const heard of this.#heard.get(event) ?? []) heard(told);
  }

  clear() { this.#heard.clear(); }
}
