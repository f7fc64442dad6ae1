# SPDX-License-Identifier: Apache-2.0
# Completion of vouch for bash. tests/house/surface_test.py compares its words with what the program offers.
_vouch() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]:-}
    local words=""
    [[ $command != guard || $COMP_CWORD -lt 3 ]] || command="guard ${COMP_WORDS[2]}"
    [[ $command != new || $COMP_CWORD -lt 3 ]] || command="new ${COMP_WORDS[2]}"
    COMPREPLY=()

    case "$command $before" in
    check\ --fail-on | fix\ --fail-on) words="low medium high critical none" ;;
    *\ --pack) words="soc2 none" ;;
    *\ --phase) words="foundation advanced continuous" ;;
    *\ --severity) words="low medium high critical" ;;
    check\ --format) words="text json sarif csv github gitlab html junit markdown" ;;
    list\ --format) words="text json markdown" ;;
    guard\ *\ --output-format | guard\ *\ --format | guard\ *\ -o) words="single-line-summary json yaml junit sarif vouch-json" ;;
    guard\ *\ --show-summary | guard\ *\ -S) words="all pass fail skip none" ;;
    guard\ *\ --type | guard\ *\ -t) words="CFNTemplate" ;;
    esac
    if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
        return
    fi

    if [[ $COMP_CWORD -eq 1 ]]; then
        words="check explain fix guard help list new test version"
    elif [[ $word == -* ]]; then
        case $command in
        check) words="--account --baseline --catalog --control --controls --criteria --csv-raw --fail-on --fail-on-unverified --format --help --jobs --max-bytes --no-suppressions --output-file --pack --parameter --partition --phase --quiet --region --row --service --severity --summary-only --suppressions --verbose --whole-estate --write-baseline" ;;
        fix) words="--account --catalog --control --controls --criteria --fail-on --help --max-bytes --no-suppressions --pack --parameter --partition --phase --region --risky --row --service --severity --suppressions --template --write" ;;
        "guard validate") words="--alphabetical --data --format --help --input-params --input-parameters --last-modified --max-bytes --output-format --payload --print-json --rules --show-summary --structured --type --verbose" ;;
        "guard test") words="--alphabetical --dir --help --last-modified --output-format --rules-file --test-data --verbose" ;;
        list) words="--catalog --control --controls --criteria --format --help --pack --phase --row --service --severity" ;;
        explain) words="--catalog --controls --help --rules" ;;
        "new control") words="--dir --help --resource --severity" ;;
        test) words="--help --verbose" ;;
        version) words="--help --json" ;;
        *) words="--help" ;;
        esac
    else
        case $command in
        guard) words="validate test" ;;
        new) words="control" ;;
        list) words="commands controls criteria formats rows" ;;
        help) words="check explain fix guard help list new test version" ;;
        esac
    fi
    if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _vouch vouch
