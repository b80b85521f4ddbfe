// Note and tags of a run in its header: tags are chips, the note is a text that a click edits. Folders of TensorBoard are
// read only.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MOST_NOTE_LETTERS, MOST_TAGS, tagOf, type RunNotes } from '../../engine/protocol/runNotes.js';
import type { RunHead } from '../messages/training.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';

export interface RunNotesEditorProps {
  readonly run: RunHead;
  readonly trusted: boolean;
  readonly onNotes: (notes: RunNotes) => void;
}

export function RunNotesEditor({ run, trusted, onNotes }: RunNotesEditorProps) {
  const { note, tags } = run.notes;
  if (run.kind !== 'run')
    return (
      <p class="notes">{t('TensorBoard folder: it is only shown. Notes and tags need a run of DeepLIIF.')}</p>
    );
  if (!trusted && note === '' && tags.length === 0) return null;
  return (
    <div class="notes">
      <span class="tags" role="group" aria-label={t('Tags')}>
        {tags.map((tag) => (
          <span key={tag} class="chip">
            {tag}
            {trusted && (
              <button
                type="button"
                title={t('Remove the tag {0}', tag)}
                aria-label={t('Remove the tag {0}', tag)}
                onClick={() => onNotes({ note, tags: tags.filter((other) => other !== tag) })}
              >
                <span class="codicon codicon-close" aria-hidden="true" />
              </button>
            )}
          </span>
        ))}
        {trusted && tags.length < MOST_TAGS && (
          <TagField
            onTag={(tag) => {
              if (!tags.includes(tag)) onNotes({ note, tags: [...tags, tag] });
            }}
          />
        )}
      </span>
      <NoteField key={run.id} note={note} canEdit={trusted} onNote={(to) => onNotes({ note: to, tags })} />
    </div>
  );
}

/** Field for a new tag; Enter and a comma add it. */
function TagField({ onTag }: { readonly onTag: (tag: string) => void }) {
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    const tag = tagOf(text);
    setTyped('');
    if (tag !== undefined) onTag(tag);
  };
  return (
    <input
      class="new-tag"
      type="text"
      size={9}
      value={typed}
      placeholder={t('+ tag')}
      aria-label={t('New tag')}
      onInput={({ currentTarget }) => {
        if (currentTarget.value.endsWith(',')) add(currentTarget.value);
        else setTyped(currentTarget.value);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Enter') add(typed);
        else if (key === 'Escape') setTyped('');
      }}
      onBlur={() => add(typed)}
    />
  );
}

interface NoteFieldProps {
  readonly note: string;
  readonly canEdit: boolean;
  readonly onNote: (note: string) => void;
}

/** Text of the note; while it is edited, Escape leaves it as it was. */
function NoteField({ note, canEdit, onNote }: NoteFieldProps) {
  const [draft, setDraft] = useState<string>();
  const field = useRef<HTMLSpanElement>(null);
  const wasEditing = useRef(false);
  const isEditing = draft !== undefined;
  // The focus moves into the text and back to the button: neither is there before.
  useLayoutEffect(() => {
    if (isEditing !== wasEditing.current)
      field.current?.querySelector<HTMLElement>(isEditing ? 'textarea' : 'vscode-button')?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  const finish = () => {
    if (draft !== undefined && draft !== note) onNote(draft);
    setDraft(undefined);
  };
  if (draft === undefined)
    return (
      <span class="note-field" ref={field}>
        {note !== '' && <p class="note-text">{note}</p>}
        {canEdit && (
          <Button
            icon="edit"
            label={note === '' ? t('Add a note') : t('Edit the note')}
            onClick={() => setDraft(note)}
          />
        )}
      </span>
    );
  return (
    <span class="note-form" ref={field}>
      <textarea
        rows={Math.min(8, 2 + draft.split('\n').length)}
        maxLength={MOST_NOTE_LETTERS}
        value={draft}
        aria-label={t('Note')}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(undefined);
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) finish();
        }}
      />
      <Button label={t('Save note')} primary onClick={finish} />
      <Button label={t('Cancel')} onClick={() => setDraft(undefined)} />
    </span>
  );
}
