// Fields of the pages: choice from a list, slider, search box, row of switches. Each is controlled: it shows the value that it
// is given, and reports what the user wants.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** Text before the list; without it only screen readers say the label. */
  readonly caption?: string;
  readonly value: Value | undefined;
  readonly options: readonly ChoiceOption<Value>[];
  readonly disabled?: boolean;
  readonly onChoose: (value: Value) => void;
}

export interface ChoiceOption<Value extends string> {
  readonly value: Value;
  readonly title: string;
  /** Heading above the options that share it and follow one another. */
  readonly group?: string;
}

export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, caption, value, options, disabled, onChoose } = props;
  const list = (
    <select
      class="choice"
      aria-label={label}
      value={value}
      disabled={disabled ?? false}
      onChange={({ currentTarget }) => {
        const chosen = options[currentTarget.selectedIndex]?.value;
        currentTarget.value = value ?? ''; // the new value arrives as a property, or the choice was refused
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      {groupsOf(options).map(({ group, inside }) => {
        const items = inside.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ));
        return group === undefined ? (
          items
        ) : (
          <optgroup key={group} label={group}>
            {items}
          </optgroup>
        );
      })}
    </select>
  );
  return caption === undefined ? (
    list
  ) : (
    <label class="captioned">
      {caption} {list}
    </label>
  );
}

function groupsOf<Value extends string>(options: readonly ChoiceOption<Value>[]) {
  const groups: { readonly group: string | undefined; readonly inside: ChoiceOption<Value>[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last && last.group === option.group) last.inside.push(option);
    else groups.push({ group: option.group, inside: [option] });
  }
  return groups;
}

export interface SliderProps {
  readonly label: string;
  readonly caption?: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number | 'any';
  readonly value: number;
  /** Value in words, for screen readers. */
  readonly valueText?: string;
  /** Value in words, behind the slider. */
  readonly output?: ComponentChildren;
  readonly onInput: (value: number) => void;
  /** End of a drag, or of a key. */
  readonly onRelease?: () => void;
}

export function Slider(props: SliderProps) {
  const { label, caption, hint, min, max, step, value, valueText, output, onInput, onRelease } = props;
  const field = (
    <input
      type="range"
      min={min}
      max={max}
      step={step}
      value={value}
      aria-label={label}
      aria-valuetext={valueText}
      title={caption === undefined ? hint : undefined}
      onInput={({ currentTarget }) => onInput(Number(currentTarget.value))}
      onChange={onRelease}
    />
  );
  if (caption === undefined && output === undefined) return field;
  return (
    <label class="slider" title={hint}>
      {caption}
      {field}
      {output !== undefined && <output>{output}</output>}
    </label>
  );
}

export interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** Fault of the value, in words. */
  readonly fault?: string | undefined;
  /** Texts to offer while typing. */
  readonly offers?: readonly string[];
  readonly grow?: boolean;
  readonly onInput: (value: string) => void;
}

export function SearchBox(props: SearchBoxProps) {
  const { label, placeholder, value, fault, offers, grow, onInput } = props;
  const list = useId();
  const classes = ['search', ...(grow ? ['grow'] : []), ...(fault === undefined ? [] : ['wrong'])];
  return (
    <label class={classes.join(' ')} title={fault ?? ''}>
      <span class="codicon codicon-search" aria-hidden="true" />
      <input
        type="search"
        placeholder={placeholder}
        aria-label={label}
        aria-invalid={fault !== undefined}
        value={value}
        list={offers ? list : undefined}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {offers && (
        <datalist id={list}>
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
    </label>
  );
}

export interface SwitchesProps<Id extends string> {
  readonly label: string;
  readonly switches: readonly {
    readonly id: Id;
    readonly title: string;
    readonly pressed: boolean;
    readonly hint?: string;
    readonly disabled?: boolean;
  }[];
  readonly onPress: (id: Id) => void;
}

/** Buttons in one frame, some of them pressed. */
export function Switches<Id extends string>({ label, switches, onPress }: SwitchesProps<Id>) {
  return (
    <div class="switches" role="group" aria-label={label}>
      {switches.map(({ id, title, pressed, hint, disabled }) => (
        <button
          key={id}
          type="button"
          aria-pressed={pressed}
          title={hint}
          disabled={disabled ?? false}
          onClick={() => onPress(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
