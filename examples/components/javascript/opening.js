// Tells how long a shop is open, as a component: docs/src/developer/component.md has the command that builds it.

export function tools() {
    return [
        {
            name: "hours_open",
            text: "Tells how many hours lie between opening and closing.",
            parameters: [
                { name: "opens", description: "the hour of opening, as in 9.5", kind: "number", isRequired: true },
                { name: "closes", description: "the hour of closing, as in 17", kind: "number", isRequired: true },
            ],
        },
    ];
}

// A result's error is thrown.
export function call(tool, args) {
    if (tool !== "hours_open") {
        throw `there is no tool ${tool}`;
    }
    const given = Object.fromEntries(args.map(({ name, value }) => [name, value.val]));
    const hours = given.closes - given.opens;
    if (!(hours > 0 && hours <= 24)) {
        throw "it closes before it opens";
    }
    return `That is ${hours} hours.`;
}
